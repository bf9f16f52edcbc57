import type { IncomingMessage } from 'node:http'

const known = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'QUERY'])

/** Semantic conventions: a method that nobody knows must not become a name of its own. */
export function spanMethod({ method = '' }: IncomingMessage): string {
  return known.has(method) ? method : '_OTHER'
}
