/** Keeps the processor busy until the work is done, in short turns that let servers answer. */
export async function burnWhile<T>(work: Promise<T>): Promise<T> {
  return repeatWhile(work, () => call(hotFunctionOfThisTest, 30))
}

/** Keeps taking memory, and keeps it, until the work is done. */
export async function hoardWhile<T>(work: Promise<T>): Promise<T> {
  const hoard: object[] = []
  return repeatWhile(work, () => call(hoardOfThisTest, hoard))
}

/** Lets nothing else run for so many milliseconds. */
export function blockFor(forMs: number): void {
  const endMs = performance.now() + forMs
  while (performance.now() < endMs);
}

function repeatWhile<T>(work: Promise<T>, act: () => void): Promise<T> {
  const timer = setInterval(act, 5)
  return work.finally(() => clearInterval(timer))
}

/** Lets the engine call it: JavaScript that calls it could take it in when optimized, and its name were gone. */
function call<T>(action: (value: T) => unknown, value: T): void {
  void Promise.resolve(value).then(action)
}

/**
 * The name that the profile must show.
 *
 * Without a loop on purpose: V8 replaces a running loop by code that hangs on no function, and a
 * profile that begins later cannot name it.
 */
function hotFunctionOfThisTest(depth: number): number {
  return depth < 2 ? depth : hotFunctionOfThisTest(depth - 1) + hotFunctionOfThisTest(depth - 2)
}

/** The same for memory: its objects stay alive in the array that it is given. */
function hoardOfThisTest(hoard: object[]): void {
  for (let n = 0; n < 20_000; n += 1) hoard.push({ n, text: `piece ${n}` })
}
