/** The SDK of this process, once it has been started. */
export type Running = {
  renderMetrics(): Promise<string>
  /** How often metrics go out, in milliseconds. */
  readonly metricIntervalMs: number
  shutdown(): Promise<void>
  giveUp(): void
}

// One per process, like the SDK itself: `register` starts it before the program's first import, and
// the program asks for it here.
let running: Running | undefined

export function setRunning(telemetry: Running | undefined): void {
  running = telemetry
}

export function getRunning(): Running | undefined {
  return running
}
