import { SpanKind } from '@opentelemetry/api'
import { attributes, recordFailure, spanNames, tracer } from '@tailspan/telemetry'
import type { Mail } from '../domain/mail.ts'

/** The span `send mail`, which ends at the mail server's 250; the address stays off it. */
export function traceMail({ occasion, orderId }: Mail, send: () => Promise<void>): Promise<void> {
  const options = {
    kind: SpanKind.CLIENT,
    attributes: { [attributes.mailKind]: occasion, [attributes.orderId]: orderId },
  }
  return tracer.startActiveSpan(spanNames.mail, options, async (span) => {
    try {
      await send()
    } catch (error) {
      recordFailure(span, error)
      throw error
    } finally {
      span.end()
    }
  })
}
