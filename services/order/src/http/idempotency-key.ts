import { HttpError } from '@tailspan/http'

// Wire: Idempotency-Key, draft-ietf-httpapi-idempotency-key-header: a quoted string; bare ones are common.
// Idempotency-Key: "8e03978e-40d5-43dd-bc93-6894a57f9324"
const pattern = /^(?:"([\x21\x23-\x5b\x5d-\x7e]{1,255})"|([\x21\x23-\x5b\x5d-\x7e]{1,255}))$/

/** The key that a client has chosen; undefined when it has not. */
export function readIdempotencyKey(header: string): string | undefined {
  if (header === '') return undefined
  const [, quoted, bare] = pattern.exec(header) ?? []
  const key = quoted ?? bare
  if (key !== undefined) return key
  const text = 'Idempotency-Key must be 1 to 255 printable characters without spaces'
  throw new HttpError('invalid-idempotency-key', 'invalid', text)
}
