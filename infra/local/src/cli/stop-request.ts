import { constants } from 'node:os'
import { tellStopRequests } from '@tailspan/lifecycle'

/**
 * Aborts, with an exit code as the reason, when the program is asked to stop; asked again later, it calls `hurry`.
 *
 * Ctrl-C in a terminal arrives twice under npm, at once: the second of them is no second request.
 */
export function listenForStop(hurry: (exitCode: number) => void): AbortSignal {
  const stop = new AbortController()
  const tellRequest = tellStopRequests()
  const ask = (exitCode: number) => {
    const request = tellRequest()
    if (request === 'first') stop.abort(exitCode)
    if (request === 'second') hurry(exitCode)
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => ask(128 + constants.signals[signal]))
  // Nobody reads any more what is shown, as in `npm start | head`.
  process.stdout.on('error', () => ask(1))
  // A mistake of the runner's own must not leave seven processes behind.
  process.on('uncaughtException', (error) => {
    process.stderr.write(`${error.stack}\n`)
    hurry(1)
  })
  // The bootstrap died without a word: nobody could stop this program any more.
  process.on('disconnect', () => ask(1))
  process.channel?.unref()
  return stop.signal
}

/** A signal is the usual end of a system that stays; an output that cannot be written is not. */
export function endCode({ reason }: AbortSignal): number {
  return reason === 1 ? 1 : 0
}
