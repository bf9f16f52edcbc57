import { ROOT_CONTEXT, type Span, SpanKind } from '@opentelemetry/api'
import { afterCancel, type Scope } from '@tailspan/scope'
import { attributes, spanNames, tracer } from '@tailspan/telemetry'
import type { Deliver, How } from '../delivery.ts'
import type { ClaimedRow } from '../rows/claim-rows.ts'

/** Consecutive rows of one aggregate, oldest first. */
export type Run = readonly ClaimedRow[]

type Needs = {
  readonly scope: Scope
  readonly deliver: Deliver
  /** What is behind a row that could not be sent must not be sent either. */
  readonly giveBack: (rows: Run) => Promise<void>
}

/** The rows of each aggregate in their order. */
export function toRuns(rows: readonly ClaimedRow[]): Run[] {
  const byAggregate = Map.groupBy(rows, ({ aggregateId }) => aggregateId)
  return [...byAggregate.values()].map((run) =>
    run.sort((one, two) => Number(one.seq) - Number(two.seq)),
  )
}

/** Sends claimed rows, with a span of this round per topic; each send lies in its own stored trace. */
export async function relayRuns(runs: readonly Run[], needs: Needs): Promise<void> {
  const byTopic = Map.groupBy(runs.flat(), ({ message }) => message.topic)
  const spans = new Map([...byTopic].map(([topic, rows]) => [topic, startSpan(topic, rows.length)]))
  const { scope } = needs
  const hows = new Map([...spans].map(([topic, span]) => [topic, linkedTo(span, scope)]))
  const howOf = ({ message }: ClaimedRow) => hows.get(message.topic) ?? { scope }
  await Promise.all(runs.map((run) => sendRun(run, { ...needs, howOf })))
  for (const span of spans.values()) span.end()
}

type Sending = Needs & { readonly howOf: (row: ClaimedRow) => How }

function sendRun(run: Run, sending: Sending): Promise<void> {
  const [only, next] = run
  if (only && !next) return sending.deliver(only, sending.howOf(only))
  return sendInTurn(run, sending)
}

// Each when the broker has the one before it: in one batch a refused record would be passed by those
// behind it. The rows are deleted meanwhile.
async function sendInTurn(run: Run, { scope, deliver, giveBack, howOf }: Sending): Promise<void> {
  const ended: Promise<void>[] = []
  const over = Promise.withResolvers<false>()
  const stop = afterCancel(scope, () => over.resolve(false))
  for (const [i, row] of run.entries()) {
    const answer = Promise.withResolvers<boolean>()
    ended.push(deliver(row, { ...howOf(row), onAnswer: answer.resolve }))
    if (await Promise.race([answer.promise, over.promise])) continue
    await giveBack(run.slice(i + 1))
    break
  }
  stop()
  await Promise.all(ended)
}

function linkedTo(span: Span, scope: Scope): How {
  return { scope, detached: true, link: { context: span.spanContext() } }
}

function startSpan(topic: string, count: number): Span {
  const options = {
    kind: SpanKind.INTERNAL,
    attributes: {
      [attributes.messagingSystem]: 'kafka',
      [attributes.messagingDestinationName]: topic,
      [attributes.messagingBatchMessageCount]: count,
    },
  }
  return tracer.startSpan(spanNames.relay(topic), options, ROOT_CONTEXT)
}
