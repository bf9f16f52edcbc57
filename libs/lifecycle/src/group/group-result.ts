/** Why a group ended. */
export type Cause =
  | { kind: 'signal'; actor: string; signal: NodeJS.Signals }
  | { kind: 'ended'; actor: string; value: unknown }
  | { kind: 'failed'; actor: string; error: unknown }
  | { kind: 'aborted'; reason: unknown }
  | { kind: 'empty' }

/**
 * How a group ended.
 *
 * shape: `errors` holds the first, then later ones in time order; `abandoned` names what did not end in time
 */
export type GroupResult = {
  readonly cause: Cause
  readonly errors: readonly unknown[]
  readonly abandoned: readonly string[]
}

/** 0 when somebody asked for the end and everything ended well, else 1. */
export function exitCode({ cause, errors, abandoned }: GroupResult): number {
  return wasAsked(cause) && errors.length === 0 && abandoned.length === 0 ? 0 : 1
}

export function wasAsked({ kind }: Cause): boolean {
  return kind === 'signal' || kind === 'aborted' || kind === 'empty'
}

/** The cause as fields for a log line, without values that only programs understand. */
export function describeCause(cause: Cause): object {
  switch (cause.kind) {
    case 'signal':
      return { kind: cause.kind, signal: cause.signal }
    case 'ended':
    case 'failed':
      return { kind: cause.kind, actor: cause.actor }
    case 'aborted':
    case 'empty':
      return { kind: cause.kind }
  }
}
