import { setTimeout as delay } from 'node:timers/promises'
import type { Span } from '@tailspan/trace-testing'
import { useDurable } from '../contender.ts'
import { openCounter } from '../counter.ts'
import type { Exercise, Stage } from '../exercise.ts'
import { type Id, gapIsAQueue as question } from '../questions/gap-is-a-queue.ts'
import { isWhole, named, nowNs, shareOf, untilTrace } from '../read-spans.ts'

const pausedMs = 3_000

export const gapIsAQueue: Exercise<Id> = {
  ...question,
  async run(stage: Stage) {
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
