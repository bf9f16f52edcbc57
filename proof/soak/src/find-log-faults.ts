type LogLine = {
  readonly level?: string
  readonly service?: string
  readonly event?: string
  readonly err?: { readonly code?: string; readonly message?: string }
}

/**
 * The lines of a service's log that nobody wants to see: events of level `error`, and whatever Node itself
 * complains about, such as unhandled rejections and listeners that grow.
 */
export function findLogFaults(log: string): string[] {
  return log.split('\n').flatMap((line) => faultIn(line) ?? [])
}

function faultIn(line: string): string | undefined {
  if (!line.startsWith('{')) return /warning|unhandled|error/i.test(line) ? line.trim() : undefined
  const { level, service, event, err } = JSON.parse(line) as LogLine
  if (level !== 'error') return undefined
  return [service, event, err?.code ?? err?.message].filter(Boolean).join(' ')
}
