import { readFileSync } from 'node:fs'

/** Who the telemetry is about. */
export type Resource = {
  readonly service: string
  readonly version: string | undefined
  readonly resourceAttributes: Readonly<Record<string, string>>
}

/** Reads OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES; what they leave out is in the package.json. */
export function readResource(name: string | undefined, attributes = ''): Resource {
  const resourceAttributes = parseAttributes(attributes)
  const ours = readPackage()
  return {
    service: name ?? resourceAttributes['service.name'] ?? ours.name ?? 'unknown_service:node',
    version: resourceAttributes['service.version'] ?? ours.version,
    resourceAttributes,
  }
}

function parseAttributes(text: string): Record<string, string> {
  const pairs = text.split(',').flatMap((pair) => {
    const at = pair.indexOf('=')
    const key = decode(pair.slice(0, Math.max(at, 0)).trim())
    return key ? [[key, decode(pair.slice(at + 1).trim())] as const] : []
  })
  return Object.fromEntries(pairs)
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    return value
  }
}

function readPackage(): { name?: string | undefined; version?: string | undefined } {
  try {
    const { name, version } = JSON.parse(readFileSync('package.json', 'utf8'))
    return { name: name?.replace(/^@[^/]+[/]/, ''), version }
  } catch {
    // A process outside a package folder is named by OTEL_SERVICE_NAME only.
    return {}
  }
}
