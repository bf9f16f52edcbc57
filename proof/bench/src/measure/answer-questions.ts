/** In the measured process: says where it listens, then answers questions by name with a number each. */
export function answerQuestions(
  port: number,
  questions: Readonly<Record<string, () => number | Promise<number>>>,
): void {
  // A bench that was killed asks no more.
  process.once('disconnect', () => process.exit())
  process.on('message', async (name: string) => {
    process.send?.((await questions[name]?.()) ?? Number.NaN)
  })
  process.send?.(port)
}

/** The CPU time of this process so far, user and system, all threads. */
export function cpuSeconds(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1e6
}
