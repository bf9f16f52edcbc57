import type { Actor } from '@tailspan/lifecycle'
import { inRoot, untilAborted } from '@tailspan/scope'
import type { Takeover } from '../routed/takeover.ts'
import type { AckedRows } from '../rows/acked-rows.ts'
import type { PutOffRows } from '../rows/put-off-rows.ts'
import { RelayLoop, type RelayNeeds } from './relay-loop.ts'

type ActorNeeds = RelayNeeds & {
  readonly acked: AckedRows
  readonly putOff: PutOffRows
  /** Each starts gauges and returns a function that stops them. */
  readonly observe: readonly (() => () => void)[]
}

/** The relay of one instance, as an actor. */
export function createRelay(needs: ActorNeeds): Actor {
  const { kysely, leases, acked, putOff, takeover, observe, log } = needs
  const loop = new RelayLoop(needs)
  let observed: readonly (() => void)[] = []
  return {
    name: 'outbox relay',
    async start(signal) {
      leases.keepRenewing()
      observed = observe.map((start) => start())
      if (await takeover.mustWait(kysely)) await untilOpen(loop, takeover, signal)
    },
    run: (signal) => inRoot(() => Promise.all([loop.run(), untilAborted(signal)])),
    quiesce: () => loop.quiesce(),
    // For releasing rows that were not sent and deleting those that were acknowledged.
    reserveMs: 300,
    async stop(signal, lastMs) {
      for (const unobserve of observed) unobserve()
      await inRoot(() => loop.finish(signal, lastMs * 0.7))
      await Promise.all([acked.finish(signal), putOff.finish()])
      leases.stopRenewing()
      // Sent, not acknowledged: their rows stay, and the relay of another instance sends them when the leases end.
      const { ids } = leases
      if (ids.length > 0)
        log.info('outbox.left-to-relay', { rows: ids.length, ids: ids.slice(0, 10) })
    },
  }
}

// If the loop fails first, `run` reports the error.
async function untilOpen(loop: RelayLoop, { opened }: Takeover, signal: AbortSignal) {
  const ended = inRoot(() => loop.run()).catch(() => {})
  await untilAborted(signal, Promise.race([opened, ended]))
}
