const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** Does this once when the bench is called off, and ends it then; returns how to forget that. */
export function endWithUs(end: () => Promise<void>): () => void {
  let isEnding = false
  // Ctrl-C arrives twice under npm; the second of them must not end what is being cleaned up.
  const callOff = () => {
    if (!isEnding) void end().finally(() => process.exit(130))
    isEnding = true
  }
  for (const signal of signals) process.on(signal, callOff)
  return () => {
    for (const signal of signals) process.off(signal, callOff)
  }
}
