/** A request body that is not what its content type promises. */
export class MalformedPayload extends Error {
  override readonly name = 'MalformedPayload'
  readonly code = 'otlp-malformed'
  readonly kind = 'invalid'
}
