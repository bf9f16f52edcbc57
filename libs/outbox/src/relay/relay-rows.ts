import { ROOT_CONTEXT, type Span, SpanKind } from '@opentelemetry/api'
import { afterCancel, type Scope } from '@tailspan/scope'
import { attributes, spanNames, tracer } from '@tailspan/telemetry'
import type { Deliver, How } from '../delivery.ts'
import type { ClaimedRow } from '../rows/claim-rows.ts'

/** Consecutive rows of one aggregate, oldest first. */
export type Run = readonly ClaimedRow[]

type Needs = {
  readonly scope: Scope
  readonly deliver: (row: ClaimedRow, how: How) => ReturnType<Deliver>
  /** Releases the rows behind one that could not be sent: sending them would break the order. */
  readonly giveBack: (rows: Run) => Promise<void>
}

/** Groups rows by aggregate, each group in the order of `seq`. */
export function toRuns(rows: readonly ClaimedRow[]): Run[] {
  const byAggregate = Map.groupBy(rows, ({ aggregateId }) => aggregateId)
  return [...byAggregate.values()].map((run) =>
    run.sort((one, two) => Number(one.seq) - Number(two.seq)),
  )
}

/** Sends claimed rows. This round has one span per topic; the span of each send lies in the stored trace of its event. */
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

function sendRun(run: Run, sending: Sending): Promise<unknown> {
  const [only, next] = run
  if (only && !next) return sending.deliver(only, sending.howOf(only))
  return sendInTurn(run, sending)
}

// Sends each row when the broker has acknowledged the one before it: in one batch, the records behind a refused one
// would overtake it. It does not wait for the rows to be deleted.
async function sendInTurn(run: Run, { scope, deliver, giveBack, howOf }: Sending): Promise<void> {
  const ended: Promise<boolean>[] = []
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
