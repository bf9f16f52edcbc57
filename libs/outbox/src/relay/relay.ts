import type { Actor } from '@tailspan/lifecycle'
import { inRoot, untilAborted } from '@tailspan/scope'
import { RelayLoop, type RelayNeeds } from './relay-loop.ts'

type ActorNeeds = RelayNeeds & {
  /** Starts the gauges and returns how to stop them. */
  readonly observe: () => () => void
}

/** The relay of one instance, as an actor. */
export function createRelay(needs: ActorNeeds): Actor {
  const { leases, acked, observe, log } = needs
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
      // On the wire, and nobody has answered: the rows are safe, the relay of another instance takes them.
      const { ids } = leases
      if (ids.length > 0)
        log.info('outbox.left-to-relay', { rows: ids.length, ids: ids.slice(0, 10) })
    },
  }
}
