/** Keeps the processor busy until the work is done, in short turns that let servers answer. */
export async function burnWhile<T>(work: Promise<T>): Promise<T> {
  return repeatWhile(work, () => call(hotFunctionOfThisTest, 5))
}

/** Keeps taking memory, and keeps it, until the work is done. */
export async function hoardWhile<T>(work: Promise<T>): Promise<T> {
  const hoard: object[] = []
  return repeatWhile(work, () => call(hoardOfThisTest, hoard))
}

function repeatWhile<T>(work: Promise<T>, act: () => void): Promise<T> {
  const timer = setInterval(act, 5)
  return work.finally(() => clearInterval(timer))
}

/** Lets the engine call it: JavaScript that calls it could take it in when optimized, and its name were gone. */
function call<T>(action: (value: T) => unknown, value: T): void {
  void Promise.resolve(value).then(action)
}

/** The name that the profile must show. */
export function hotFunctionOfThisTest(forMs: number): number {
  const endMs = performance.now() + forMs
  let sum = 0
  while (performance.now() < endMs) for (let n = 0; n < 1_000; n += 1) sum += Math.sqrt(n)
  return sum
}

/** The same for memory: its objects stay alive in the array that it is given. */
function hoardOfThisTest(hoard: object[]): void {
  for (let n = 0; n < 20_000; n += 1) hoard.push({ n, text: `piece ${n}` })
}
