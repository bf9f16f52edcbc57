/**
 * What this package throws or aborts with.
 *
 * shape: `code` is stable, `kind` says what a caller can do; the same two fields as TailspanError
 */
export class ScopeError extends Error {
  readonly code: string
  readonly kind: 'unavailable'

  constructor(code: string, message: string) {
    super(message)
    this.code = code
    this.kind = 'unavailable'
  }

  override get name(): string {
    return this.constructor.name
  }
}

/** The reason of a scope that was cancelled without one. */
export class Cancelled extends ScopeError {
  constructor() {
    super('cancelled', 'the work was cancelled')
  }
}

/** The reason of a scope whose time is over. */
export class TimeoutError extends ScopeError {
  constructor() {
    super('timeout', 'the time for this work is over')
  }
}

// Constants, because the stack of an error made in an event handler of a request keeps that request
// alive until somebody reads it. Made here, their stacks hold nothing but this file.
export const cancelled = new Cancelled()
export const timedOut = new TimeoutError()
