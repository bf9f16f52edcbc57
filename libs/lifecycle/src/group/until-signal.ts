import { constants } from 'node:os'
import type { Actor } from './actor.ts'
import { SignalReceived } from './signal-received.ts'
import { tellStopRequests } from './stop-requests.ts'

/**
 * An actor that ends with the first of these signals, and thereby ends its group.
 *
 * shape: list it first, so that it works while the others start and until the last one has stopped
 * units: a second signal 500 ms or more after the first exits at once with 128 + n; a faster one is ignored
 */
export function untilSignal(...names: NodeJS.Signals[]): Actor {
  const { promise, resolve } = Promise.withResolvers<SignalReceived>()
  const tellRequest = tellStopRequests()

  function onSignal(name: NodeJS.Signals): void {
    if (tellRequest() === 'second') exitAtOnce(name)
    resolve(new SignalReceived(name))
  }
  return {
    name: 'signals',
    async start() {
      for (const name of names) process.on(name, onSignal)
    },
    run: () => promise,
    stop() {
      for (const name of names) process.off(name, onSignal)
      resolve(new SignalReceived(names[0] ?? 'SIGTERM'))
    },
  }
}

function exitAtOnce(name: NodeJS.Signals): never {
  process.exit(128 + constants.signals[name])
}
