const mark = '[email]'
const credentials = /\/\/[^/\s@]+@/g
// From the @ on: labels and dots. No part can match what another does, so it takes linear time.
const domain = /@(?:[\p{L}\p{N}-]+\.)+\p{L}{2,}/uy
const beforeAt = /[\p{L}\p{N}._%+'-]/u

/**
 * The text without mail addresses and without credentials in URLs, in linear time.
 *
 * shape: it looks from each @ to both sides; a pattern that begins with what may stand before an @ tries
 *        every character of the text as the first
 */
export function redactText(text: string): string {
  if (!text.includes('@')) return text
  const safe = text.replace(credentials, '//[redacted]@')
  let shown = ''
  let from = 0
  for (let at = safe.indexOf('@'); at >= 0; at = safe.indexOf('@', Math.max(at + 1, from))) {
    const start = startOfName(safe, { at, from })
    domain.lastIndex = at
    if (start === at || !domain.test(safe)) continue
    shown += safe.slice(from, start) + mark
    from = domain.lastIndex
  }
  return shown + safe.slice(from)
}

/** The same, not longer than a log line or a span should carry. */
export function shortSafeText(text: string, maxChars: number): string {
  // Cut after it is redacted: half an address would not be recognised as one.
  const safe = redactText(text)
  return safe.length > maxChars ? `${safe.slice(0, maxChars)}…` : safe
}

/** Where the name before an @ begins: at the @ itself when there is none. */
function startOfName(text: string, { at, from }: { at: number; from: number }): number {
  let start = at
  while (start > from) {
    const width = isLowSurrogate(text.charCodeAt(start - 1)) ? 2 : 1
    if (!beforeAt.test(text.slice(start - width, start))) break
    start -= width
  }
  return start
}

function isLowSurrogate(code: number): boolean {
  return code >= 0xdc00 && code <= 0xdfff
}
