const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** Does this when the bench is called off, and ends it then; returns how to forget that. */
export function endWithUs(end: () => Promise<void>): () => void {
  const callOff = () => void end().finally(() => process.exit(130))
  for (const signal of signals) process.once(signal, callOff)
  return () => {
    for (const signal of signals) process.off(signal, callOff)
  }
}
