/** What a caller can do about an error; every edge maps it to its own terms. */
export type ErrorKind = 'invalid' | 'not-found' | 'conflict' | 'unavailable' | 'internal'

/** The one error type: branch on `kind` or `code`, never on text or name. */
export class TailspanError extends Error {
  readonly code: string
  readonly kind: ErrorKind

  // biome-ignore lint/complexity/useMaxParams: code and kind, and the two that every Error takes
  constructor(code: string, kind: ErrorKind, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
    this.kind = kind
  }

  /**
   * Whether every piece of work fails the same way until somebody repairs the program or its surroundings: the
   * piece at hand is not to blame, so it is retried and not put aside.
   */
  get hitsAll(): boolean {
    return this.kind === 'unavailable'
  }

  override get name(): string {
    return this.constructor.name
  }
}
