/** Kafka's error code somewhere among the causes, with its name as `type`; nothing where no broker has answered. */
export function codeOf(error: unknown): number | undefined {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if ('type' in cause && 'code' in cause && typeof cause.code === 'number') return cause.code
    const [first] = 'errors' in cause && Array.isArray(cause.errors) ? cause.errors : []
    if (first) return codeOf(first)
  }
  return undefined
}
