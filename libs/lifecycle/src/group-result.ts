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
  const asked = cause.kind === 'signal' || cause.kind === 'aborted' || cause.kind === 'empty'
  return asked && errors.length === 0 && abandoned.length === 0 ? 0 : 1
}
