// Wire: RFC 9110, section 10.2.3: seconds, or a date in one of three forms, the last of which names no zone.
// Retry-After: 120
// Retry-After: Fri, 31 Dec 1999 23:59:59 GMT
// Retry-After: Friday, 31-Dec-99 23:59:59 GMT
// Retry-After: Fri Dec 31 23:59:59 1999

const seconds = /^\d{1,9}$/
const date = /^(Mon|Tues?|Wed(nes)?|Thu(rs)?|Fri|Sat(ur)?|Sun)(day)?,? [\w: -]+$/
/** Our own clients are told no more than this, whatever a peer says. */
const mostSeconds = 600

/** How long a peer wants to be left alone, in seconds; undefined when it does not say so. */
export function readRetryAfter(value: string | undefined, nowMs = Date.now()): number | undefined {
  if (value === undefined) return undefined
  const asked = seconds.test(value) ? Number(value) : secondsUntil(value, nowMs)
  return Number.isNaN(asked) ? undefined : Math.min(Math.max(asked, 0), mostSeconds)
}

function secondsUntil(value: string, nowMs: number): number {
  if (!date.test(value)) return Number.NaN
  return (Date.parse(value.endsWith('GMT') ? value : `${value} GMT`) - nowMs) / 1_000
}
