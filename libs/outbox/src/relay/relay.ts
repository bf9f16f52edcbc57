import type { Actor } from '@tailspan/lifecycle'
import { inRoot } from '@tailspan/scope'
import { RelayLoop, type RelayNeeds } from './relay-loop.ts'

type ActorNeeds = RelayNeeds & {
  /** Starts the gauges and returns how to stop them. */
  readonly observe: () => () => void
}

/** The relay of one instance, as an actor. */
export function createRelay(needs: ActorNeeds): Actor {
  const { leases, acked, observe } = needs
  const loop = new RelayLoop(needs)
  let unobserve = () => {}
  return {
    name: 'outbox relay',
    async start() {
      leases.keepRenewing()
      unobserve = observe()
    },
    run: (signal) => inRoot(() => Promise.all([loop.run(), untilAborted(signal)])),
    quiesce: () => loop.quiesce(),
    // To give back what has not left, and to delete what has.
    reserveMs: 300,
    async stop(signal, lastMs) {
      unobserve()
      await inRoot(() => loop.finish(signal, lastMs * 0.7))
      await acked.finish(signal)
      leases.stopRenewing()
    },
  }
}

function untilAborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve()
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true })
  })
}
