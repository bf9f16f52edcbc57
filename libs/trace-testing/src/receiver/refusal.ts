/** Why a request is not taken: the HTTP status and a sentence for the exporter's log. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly code = 'otlp-refused'
  readonly kind = 'invalid'
  readonly status: number

  constructor(message: string, { status, ...options }: ErrorOptions & { status: number }) {
    super(message, options)
    this.status = status
  }
}
