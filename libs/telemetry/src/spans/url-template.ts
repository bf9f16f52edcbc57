import { type Context, createContextKey } from '@opentelemetry/api'

const key = createContextKey('tailspan.url.template')

/** Marks the template of the path that is called next, so that its CLIENT span can be named by it. */
export function withUrlTemplate(context: Context, template: string): Context {
  return context.setValue(key, template)
}

/** The template that was marked, if any. */
export function urlTemplate(context: Context): string | undefined {
  return context.getValue(key) as string | undefined
}
