import { type Attributes, context, type Span } from '@opentelemetry/api'
import { UndiciInstrumentation, type UndiciRequest } from '@opentelemetry/instrumentation-undici'
import { attributes, spanNames } from '../names.ts'
import { urlTemplate } from './url-template.ts'

/** The published undici instrumentation: spans only inside a trace, without query strings. */
export function instrumentFetch(): UndiciInstrumentation {
  return new UndiciInstrumentation({
    requireParentforSpans: true,
    startSpanHook: withoutQuery,
    requestHook: nameByTemplate,
  })
}

// These replace what the instrumentation would record; `undefined` leaves the attribute out.
function withoutQuery({ origin, path }: UndiciRequest): Attributes {
  return {
    [attributes.urlFull]: `${origin}${path.split('?', 1)[0]}`,
    [attributes.urlPath]: undefined,
    'url.query': undefined,
    'user_agent.original': undefined,
    [attributes.httpRequestMethodOriginal]: undefined,
  }
}

function nameByTemplate(span: Span, { method }: UndiciRequest): void {
  const template = span.isRecording() && urlTemplate(context.active())
  if (!template) return
  span.updateName(spanNames.client(method, template))
  span.setAttribute(attributes.urlTemplate, template)
}
