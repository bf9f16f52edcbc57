/** What a caller can do about an error; every edge maps it to its own terms. */
export type ErrorKind = 'invalid' | 'not-found' | 'conflict' | 'unavailable' | 'internal'

/** The one error type: branch on `kind` or `code`, never on text or name. */
export class TailspanError extends Error {
  readonly code: string
  readonly kind: ErrorKind

  constructor(code: string, kind: ErrorKind, ...rest: [message: string, options?: ErrorOptions]) {
    super(...rest)
    this.code = code
    this.kind = kind
  }

  override get name(): string {
    return this.constructor.name
  }
}
