import { type Link, type Span, SpanKind } from '@opentelemetry/api'
import { attributes, spanNames, tracer } from '@tailspan/telemetry'
import type { OutgoingMessage } from '../../message/outgoing-message.ts'

export type SendOptions = {
  readonly detached?: boolean
  readonly link?: Link
  /** Its caller keeps the record and sends it again if it must: to abandon it at the stop loses nothing. */
  readonly kept?: boolean
}

/** The span of one send of a record, below its creation context. */
export function startSendSpan(message: OutgoingMessage, { detached, link }: SendOptions): Span {
  const { topic, context } = message
  const options = {
    kind: SpanKind.CLIENT,
    links: link ? [link] : [],
    attributes: {
      [attributes.messagingSystem]: 'kafka',
      [attributes.messagingOperationName]: 'send',
      [attributes.messagingOperationType]: 'send',
      [attributes.messagingDestinationName]: topic,
      ...(detached && { [attributes.detached]: true }),
    },
  }
  return tracer.startSpan(spanNames.send(topic), options, context)
}
