import { propagation, ROOT_CONTEXT, type Span, SpanKind, trace } from '@opentelemetry/api'
import type { Scope } from '@tailspan/scope'
import { attributes, spanNames, tracer } from '@tailspan/telemetry'
import type { CloudEvent } from './cloud-event.ts'
import { encodeEventHeaders } from './event-codec.ts'
import type { OutgoingMessage } from './outgoing-message.ts'
import { encodeTrace } from './trace-headers.ts'

/**
 * Makes the record of an event, with the short span `create orders` as its creation context.
 *
 * shape: traceparent and ce_traceparent are that span, by whichever way and however often the record is sent
 */
export function createMessage(topic: string, event: CloudEvent, scope: Scope): OutgoingMessage {
  const span = startCreateSpan(topic, event, scope)
  const context = creationContext(span, scope)
  span.end()
  return {
    topic,
    key: event.subject,
    value: JSON.stringify(event.data),
    headers: Object.assign(encodeEventHeaders(event), encodeTrace(context)),
    context,
  }
}

function startCreateSpan(topic: string, event: CloudEvent, scope: Scope): Span {
  const options = {
    kind: SpanKind.PRODUCER,
    attributes: {
      [attributes.messagingSystem]: 'kafka',
      [attributes.messagingOperationName]: 'create',
      [attributes.messagingOperationType]: 'create',
      [attributes.messagingDestinationName]: topic,
      [attributes.messagingMessageId]: event.id,
      [attributes.cloudeventsEventType]: event.type,
    },
  }
  return tracer.startSpan(spanNames.create(topic), options, scope.context)
}

// From the root: the scope's own context holds the live server span, and that holds the request.
function creationContext(span: Span, scope: Scope) {
  const context = trace.setSpanContext(ROOT_CONTEXT, span.spanContext())
  const baggage = propagation.getBaggage(scope.context)
  return baggage ? propagation.setBaggage(context, baggage) : context
}
