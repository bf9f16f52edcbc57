import type { Ledger } from '@tailspan/experiment'
import type { Span, SpanStore } from '@tailspan/trace-testing'
import type { Exercise, Stage } from '../exercise.ts'
import { type Id, relayIsAnotherTrace as question } from '../questions/relay-is-another-trace.ts'
import { named, nowNs, untilTrace } from '../read-spans.ts'
import { runFault } from '../run-fault.ts'

export const relayIsAnotherTrace: Exercise<Id> = {
  ...question,
  async run(stage: Stage) {
    const cell = await runFault(untilSeen(stage), {
      strategy: 'durable',
      fault: 'sigkill',
      orders: 1,
    })
    const { ledger, traceIds } = cell
    const [first = ''] = traceIds
    const seen = ledger.lost > 0 ? nothing : await untilRelayed(stage.spans, first)
    const judged = judgeRelay(seen.trace, { ledger, rounds: seen.rounds })
    return { ...judged, traceIds: [...traceIds, ...judged.rounds], ledger }
  },
}

const nothing = { trace: [], rounds: [] }

/** The trace with the rounds of relays; a round ends behind its sends, so its own span comes later than theirs. */
export async function untilRelayed(spans: SpanStore, traceId: string) {
  const rounds = () => named(spans.spans(), 'relay orders')
  const isRelayed = (trace: readonly Span[]) => {
    const linked = linkedSpans(trace)
    return rounds().some(({ spanId }) => linked.includes(spanId))
  }
  const trace = await untilTrace(spans, traceId, isRelayed)
  return { trace, rounds: rounds() }
}

/** To which spans the sends of this trace link. */
function linkedSpans(trace: readonly Span[]): readonly string[] {
  return named(trace, 'send orders').flatMap(({ links }) => links.map(({ spanId }) => spanId))
}

/** The process dies only when its spans of the request have left it: with it they would be gone, too. */
function untilSeen(stage: Stage): Stage {
  const fromNs = nowNs()
  const isRequest = ({ name, startNs }: Span) => name === 'POST /orders' && startNs >= fromNs
  return {
    ...stage,
    rig: {
      ...stage.rig,
      async kill(part) {
        if (part === 'order') await stage.spans.waitForSpan(isRequest).catch(() => {})
        stage.tell(`kill -9 of ${part}`)
        await stage.rig.kill(part)
      },
    },
  }
}

type Known = {
  readonly ledger: Pick<Ledger, 'accepted' | 'lost' | 'unlinked'>
  readonly rounds: readonly Span[]
}

/** Where the event was sent, and by whom. */
export function judgeRelay(trace: readonly Span[], { ledger, rounds }: Known) {
  const linked = new Set(linkedSpans(trace))
  const others = rounds.filter(({ spanId }) => linked.has(spanId))
  const facts = [
    `${ledger.accepted} order was accepted, ${ledger.lost} lost`,
    `${others.length} send orders of its trace was made by a round of the relay`,
  ]
  const cameTrue: Id | undefined =
    ledger.lost > 0
      ? 'lost'
      : ledger.unlinked > 0
        ? 'new-trace'
        : others.length > 0
          ? 'own-trace'
          : undefined
  return { cameTrue, facts, rounds: [...new Set(others.map(({ traceId }) => traceId))] }
}
