/** Keeps the processor busy until the work is done, in short turns that let servers answer. */
export async function burnWhile<T>(work: Promise<T>): Promise<T> {
  // Called by the timer itself: a caller of ours could take it in (inlining), and its name would be gone.
  const timer = setInterval(hotFunctionOfThisTest, 1, 5)
  return work.finally(() => clearInterval(timer))
}

/** The name that the profile must show. */
export function hotFunctionOfThisTest(forMs: number): number {
  const endMs = performance.now() + forMs
  let sum = 0
  while (performance.now() < endMs) for (let n = 0; n < 1_000; n += 1) sum += Math.sqrt(n)
  return sum
}

/** The same for memory: its objects stay alive in the array that it is given. */
export function hoardOfThisTest(hoard: object[]): void {
  for (let n = 0; n < 20_000; n += 1) hoard.push({ n, text: `piece ${n}` })
}
