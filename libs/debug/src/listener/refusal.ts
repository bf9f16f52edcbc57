import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import { type Answer, problemAnswer } from './answer.ts'

const ownNames = /^(127\.0\.0\.1|localhost|\[::1\])(:\d{1,5})?$/i
const ownSites: readonly unknown[] = [undefined, 'none', 'same-origin']
const allow = 'GET, HEAD, OPTIONS'

/**
 * Refuses clients that are no person and no tool on this machine.
 *
 * Listening on loopback keeps other machines out, not the pages in this machine's browser: one of
 * them could let its own name point to 127.0.0.1 (then Host tells), or ask across sites, blindly
 * (then Sec-Fetch-Site tells).
 */
export function refusalOf({ method = '', url, headers }: IncomingMessage): Answer | undefined {
  if (!ownNames.test(headers.host ?? '')) {
    return problemAnswer(403, 'Ask for 127.0.0.1 or localhost: other names are refused.')
  }
  if (!ownSites.includes(headers['sec-fetch-site']) && !isLinkToList(url, headers)) {
    return problemAnswer(403, 'Pages of other sites are refused.')
  }
  if (method === 'GET' || method === 'HEAD') return undefined
  if (method === 'OPTIONS') return { status: 204, headers: { allow }, body: '' }
  const refused = problemAnswer(405, 'Only GET, HEAD and OPTIONS are answered.')
  return { ...refused, headers: { ...refused.headers, allow } }
}

/** A link on a page of this machine, such as the console's, opens the list; nothing behind it, which may cost something. */
function isLinkToList(url: string | undefined, headers: IncomingHttpHeaders): boolean {
  const { 'sec-fetch-site': site, 'sec-fetch-mode': mode, 'sec-fetch-dest': dest } = headers
  return (
    url === '/debug/pprof/' && site === 'same-site' && mode === 'navigate' && dest === 'document'
  )
}
