import { setTimeout as delay } from 'node:timers/promises'
import type { Span } from '@tailspan/trace-testing'
import { useDurable } from '../contender.ts'
import { openCounter } from '../counter.ts'
import type { Exercise } from '../exercise.ts'
import { isWhole, named, nowNs, shareOf, untilTrace } from '../read-spans.ts'

type Id = 'answer' | 'work' | 'queue'

const pausedMs = 3_000

export const gapIsAQueue: Exercise<Id> = {
  slug: 'a-gap-is-a-queue',
  title: 'A gap is a queue',
  question:
    'Kafka stands still for three seconds, and an order is placed meanwhile. Where in its trace do the three seconds show?',
  predictions: [
    { id: 'answer', says: 'In POST /orders: the client waits for them.' },
    { id: 'work', says: 'In process orders: the consumers take three seconds longer.' },
    { id: 'queue', says: 'In front of process orders: nobody works on the order meanwhile.' },
  ],
  expected: 'queue',
  action: 'Pause Kafka for three seconds and place one order',
  look: [
    'the answer: as quick as ever',
    'send orders: it waits for the acknowledgement, longer than the pause',
    'the dots ┈ in front of process orders: the record is created and nobody has it yet',
  ],
  truth:
    'A gap between a span and its child is time in a queue. No span of a consumer grew: they began late, and each was as short as always.',
  code: [{ path: 'services/order/src/kafka/publish-durable.ts', symbol: 'publishDurable' }],
  notToConclude:
    'The gap does not say which queue it was: the memory of the producer, the outbox, the topic or a consumer that was busy. send orders and the metrics of the outbox tell these apart.',
  changes: 'the system',
  async run(stage) {
    const { rig, tell, spans } = stage
    await useDurable(stage)
    const { clients, count, traces } = await openCounter(stage)
    tell('Kafka is paused, a client places one order')
    await rig.freeze('kafka')
    const fromNs = nowNs()
    await clients.place(1)
    await delay(pausedMs)
    await rig.thaw('kafka')
    const pause = { fromNs, toNs: nowNs() }
    tell('Kafka goes on')
    const ledger = await count()
    const traceIds = traces()
    const trace = await untilTrace(spans, traceIds[0] ?? '', isWhole)
    return { ...judgeGap(trace, pause), traceIds, ledger }
  },
}

/** Who has the time of the pause. */
export function judgeGap(spans: readonly Span[], pause: Parameters<typeof shareOf>[0]) {
  const [request] = named(spans, 'POST /orders')
  const [created] = named(spans, 'create orders')
  const taken = named(spans, 'process orders')
  if (!request || !created || !taken[0])
    return { cameTrue: undefined, facts: ['spans are missing'] }
  const gap = { startNs: created.endNs, endNs: taken[0].startNs }
  const shares: Record<Id, number> = {
    answer: shareOf(pause, request),
    work: Math.max(...taken.map((span) => shareOf(pause, span))),
    queue: shareOf(pause, gap),
  }
  const percent = (share: number) => `${Math.round(share * 100)} %`
  const facts = [
    `of the pause POST /orders has ${percent(shares.answer)}, process orders ${percent(shares.work)}, the gap before it ${percent(shares.queue)}`,
  ]
  const most = (['answer', 'work', 'queue'] as const).find((id) => shares[id] > 0.5)
  return { cameTrue: most, facts }
}
