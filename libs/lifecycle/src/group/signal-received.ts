/** What `untilSignal` ends with. */
export class SignalReceived {
  readonly signal: NodeJS.Signals

  constructor(signal: NodeJS.Signals) {
    this.signal = signal
  }
}
