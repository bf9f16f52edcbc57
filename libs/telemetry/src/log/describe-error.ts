import { shortSafeText } from './redact-text.ts'

const maxCauses = 5
// A schema's error lists every fault of a record, and a record can have any number of them.
const maxMessageChars = 2_000
const maxStackChars = 8_000
// SQLSTATE of data exceptions: PostgreSQL's text repeats the value that was wrong.
const repeatsValue = /^22[0-9A-Z]{3}$/
const cut = 'its text repeats a value and is not shown'

/** An error as a log line shows it. */
export type DescribedError = {
  readonly type: string
  readonly message: string
  readonly code?: string
  readonly kind?: string
  readonly stack?: string
  readonly cause?: DescribedError
  readonly errors?: readonly DescribedError[]
}

/**
 * Turns anything that was thrown into plain fields, without personal data.
 *
 * shape: the cause chain up to five deep, the members of an AggregateError beside it; the stack of
 *        the outermost error only; long texts are cut
 */
export function describeError(thrown: unknown, depth = 0): DescribedError {
  if (!(thrown instanceof Error))
    return { type: typeof thrown, message: shortSafeText(String(thrown), maxMessageChars) }
  const { code, kind } = thrown as { code?: unknown; kind?: unknown }
  if (repeatsValue.test(String(code)))
    return { type: thrown.name, code: String(code), message: cut }
  return {
    type: thrown.name,
    message: shortSafeText(thrown.message, maxMessageChars),
    ...(code === undefined ? {} : { code: String(code) }),
    ...(kind === undefined ? {} : { kind: String(kind) }),
    ...(depth === 0 && thrown.stack ? { stack: shortSafeText(thrown.stack, maxStackChars) } : {}),
    ...describeCauses(thrown, depth + 1),
  }
}

function describeCauses(error: Error, depth: number): Partial<DescribedError> {
  if (depth > maxCauses) return {}
  const members = error instanceof AggregateError ? error.errors.slice(0, maxCauses) : []
  return {
    ...(members.length > 0 ? { errors: members.map((each) => describeError(each, depth)) } : {}),
    ...(error.cause === undefined ? {} : { cause: describeError(error.cause, depth) }),
  }
}
