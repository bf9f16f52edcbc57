import type { ChildProcess } from 'node:child_process'

type Signal = 'SIGINT' | 'SIGTERM'

/** Somebody stopped the run: nothing is counted, nothing more is started. */
export class Interrupted extends Error {
  readonly signal: Signal
  constructor(signal: Signal) {
    super(`stopped by ${signal}`)
    this.signal = signal
  }
}

/** Waits for the child when we are told to stop: the servers that it started end before we do. */
export function watchSignals(child: ChildProcess): { end(): Signal | undefined } {
  let seen: Signal | undefined
  const stop = (signal: Signal) => {
    // Ctrl-C reaches the whole group by itself, and said twice it would mean "at once".
    const heardIt = signal === 'SIGINT' && process.stdin.isTTY
    if (seen === undefined && !heardIt) child.kill(signal)
    seen = signal
  }
  process.on('SIGINT', stop).on('SIGTERM', stop)
  return {
    end() {
      process.off('SIGINT', stop).off('SIGTERM', stop)
      return seen
    },
  }
}
