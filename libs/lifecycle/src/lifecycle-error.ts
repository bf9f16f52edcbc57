/** What a caller can do about an error of this package; the same words as TailspanError's kinds. */
export type LifecycleErrorKind = 'unavailable' | 'internal'

/**
 * What this package throws or aborts with.
 *
 * shape: `code` is stable, `kind` says what a caller can do; the same two fields as TailspanError
 */
export class LifecycleError extends Error {
  readonly code: string
  readonly kind: LifecycleErrorKind

  // biome-ignore lint/complexity/useMaxParams: code and kind, and the two that every Error takes
  constructor(code: string, kind: LifecycleErrorKind, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
    this.kind = kind
  }

  override get name(): string {
    return this.constructor.name
  }
}

/** The reason with which everything is aborted that is still at work when its time to stop is over. */
export class ShuttingDown extends LifecycleError {
  constructor() {
    super('shutting-down', 'unavailable', 'the process is shutting down')
  }
}

/** Work that was abandoned while stopping, each piece by its name. */
export class WorkAbandoned extends LifecycleError {
  readonly work: readonly string[]

  constructor(work: readonly string[]) {
    super('work-abandoned', 'unavailable', `abandoned: ${work.join(', ')}`)
    this.work = work
  }
}

/** The process itself caught what nobody else did. */
export class Uncaught extends LifecycleError {
  constructor(options: ErrorOptions) {
    super('uncaught', 'internal', 'an error that nobody caught', options)
  }
}

/** A group was started twice, or added to after its start. */
export class GroupMisused extends LifecycleError {
  constructor(message: string) {
    super('group-misused', 'internal', message)
  }
}

// A constant: the stack of a reason made while a request is served would keep that request alive.
export const shuttingDown = new ShuttingDown()
