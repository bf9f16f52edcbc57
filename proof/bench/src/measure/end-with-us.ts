type End = () => Promise<void>

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
const ends = new Set<End>()
let isEnding = false

/** Does this when the bench is called off; the bench ends once all that was left here is done. Returns how to forget it. */
export function endWithUs(end: End): () => void {
  if (ends.size === 0) for (const signal of signals) process.on(signal, callOff)
  ends.add(end)
  return () => {
    ends.delete(end)
    if (ends.size === 0) for (const signal of signals) process.off(signal, callOff)
  }
}

/** The newest first: a folder is removed after what runs in it. */
async function callOff(): Promise<void> {
  // Ctrl-C arrives twice under npm; the second of them must not end what is being cleaned up.
  if (isEnding) return
  isEnding = true
  for (const end of [...ends].reverse()) await end().catch(() => {})
  process.exit(130)
}
