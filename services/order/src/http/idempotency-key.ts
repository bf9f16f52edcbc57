import { HttpError } from '@tailspan/http'
import { z } from 'zod'

// Wire: Idempotency-Key, draft-ietf-httpapi-idempotency-key-header: an sf-string of RFC 9651 without parameters.
// Bare keys are common, so they are taken, too: the same characters without white space.
// Idempotency-Key: "8e03978e-40d5-43dd-bc93-6894a57f9324"
const quoted = String.raw`"(?:[ !#-\[\]-~]|\\["\\]){1,255}"`
const bare = String.raw`[!#-\[\]-~]{1,255}`

/** What a key may be: the document that is served and the code that reads share it. */
export const idempotencyKey = z.string().regex(new RegExp(`^(?:${quoted}|${bare})$`))

/**
 * The key that a client has chosen; undefined when it has chosen none.
 *
 * errors: invalid-idempotency-key (400), also for an empty one: its client believes to be safe
 */
export function readIdempotencyKey(header: string | string[] | undefined): string | undefined {
  if (header === undefined) return undefined
  const { success, data } = idempotencyKey.safeParse(header)
  if (success) return data.startsWith('"') ? unquote(data) : data
  const text = 'Idempotency-Key must be a quoted string of 1 to 255 printable ASCII characters'
  throw new HttpError('invalid-idempotency-key', 'invalid', text)
}

function unquote(text: string): string {
  return text.slice(1, -1).replaceAll(/\\(["\\])/g, '$1')
}
