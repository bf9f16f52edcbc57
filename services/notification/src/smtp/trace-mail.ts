import { SpanKind, SpanStatusCode } from '@opentelemetry/api'
import { toTailspanError } from '@tailspan/errors'
import { attributes, spanNames, tracer } from '@tailspan/telemetry'
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
      span.setAttribute(attributes.errorType, toTailspanError(error).code)
      span.setStatus({ code: SpanStatusCode.ERROR })
      throw error
    } finally {
      span.end()
    }
  })
}
