import {
  type Context,
  type Link,
  propagation,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  trace,
} from '@opentelemetry/api'
import { attributes, spanNames, tracer } from '@tailspan/telemetry'
import { maxChars } from '../message/event-codec.ts'
import type { IncomingRecord } from '../message/incoming-record.ts'
import { headerText, type KafkaHeaders } from '../message/kafka-headers.ts'
import { extractTrace } from '../message/trace-headers.ts'

/** `child` continues the trace of the event, `link` starts one that points to it. */
export type TraceAsync = 'child' | 'link'

type Options = {
  readonly traceAsync: TraceAsync
  readonly groupId: string
  readonly attempt: number
}

/** Starts the span of one record in one group; the context has it, and the event's baggage. */
export function startProcessSpan(
  record: IncomingRecord,
  options: Options,
): { span: Span; context: Context } {
  const creation = extractTrace(record.headers)
  const isChild = options.traceAsync === 'child'
  const parent = isChild ? creation : withoutTrace(creation)
  const span = tracer.startSpan(
    spanNames.process(record.topic),
    {
      kind: SpanKind.CONSUMER,
      links: isChild ? [] : linksTo(creation),
      attributes: describePlace(record, options),
    },
    parent,
  )
  if (span.isRecording()) span.setAttributes(describeEvent(record, options))
  return { span, context: trace.setSpan(parent, span) }
}

function withoutTrace(context: Context): Context {
  const baggage = propagation.getBaggage(context)
  return baggage ? propagation.setBaggage(ROOT_CONTEXT, baggage) : ROOT_CONTEXT
}

function linksTo(creation: Context): Link[] {
  const context = trace.getSpanContext(creation)
  return context ? [{ context }] : []
}

// What a sampler may decide by; the rest is read for a span that is recorded only.
function describePlace({ topic, partition }: IncomingRecord, { groupId }: Options) {
  return {
    [attributes.messagingSystem]: 'kafka',
    [attributes.messagingOperationName]: 'process',
    [attributes.messagingOperationType]: 'process',
    [attributes.messagingDestinationName]: topic,
    [attributes.messagingDestinationPartitionId]: String(partition),
    [attributes.messagingConsumerGroupName]: groupId,
  }
}

function describeEvent({ offset, headers }: IncomingRecord, { attempt }: Options) {
  return {
    [attributes.messagingKafkaOffset]: Number(offset),
    [attributes.messagingMessageId]: shortText(headers, 'ce_id'),
    [attributes.cloudeventsEventType]: shortText(headers, 'ce_type'),
    ...(attempt > 1 && { [attributes.attempt]: attempt }),
  }
}

// Before anything is checked: a header may be a megabyte, and a collector refuses a batch of spans for one of them.
function shortText(headers: KafkaHeaders, name: string): string | undefined {
  return headerText(headers, name)?.slice(0, maxChars)
}
