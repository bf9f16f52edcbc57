import type { IncomingMessage } from 'node:http'
import { type Answer, textAnswer } from './answer.ts'

const ownNames = /^(127\.0\.0\.1|localhost|\[::1\])(:\d{1,5})?$/i
const ownSites: readonly unknown[] = [undefined, 'none', 'same-origin']

/**
 * Refuses whoever is not a person or a tool on this machine.
 *
 * Listening on loopback keeps other machines out, not the pages in this machine's browser: one of
 * them could let its own name point to 127.0.0.1 (then Host tells), or ask across sites, blindly
 * (then Sec-Fetch-Site tells).
 */
export function refusalOf({ method, headers }: IncomingMessage): Answer | undefined {
  if (!ownNames.test(headers.host ?? '')) {
    return textAnswer('Ask for 127.0.0.1 or localhost: other names are refused.\n', 403)
  }
  if (!ownSites.includes(headers['sec-fetch-site'])) {
    return textAnswer('Pages of other sites are refused.\n', 403)
  }
  if (method === 'GET') return undefined
  return { ...textAnswer('Only GET.\n', 405), headers: { allow: 'GET' } }
}
