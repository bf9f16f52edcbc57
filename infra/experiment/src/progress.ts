/** Where the soak tells how far it is. */
export type Progress = {
  /** What is under way: replaces what was there. */
  show(words: string): void
  /** What is done: stays. */
  note(words: string): void
}

type Out = Pick<NodeJS.WriteStream, 'write'> & { readonly isTTY?: boolean }

const quietMs = 10_000

/** One living line on a terminal, a line every ten seconds in a log. */
export function createProgress(out: Out): Progress {
  const clear = out.isTTY ? '\r\u001b[2K' : ''
  let saidAtMs = Number.NEGATIVE_INFINITY
  return {
    show(words) {
      if (out.isTTY) return void out.write(`${clear}${words}`)
      if (performance.now() - saidAtMs < quietMs) return
      saidAtMs = performance.now()
      out.write(`${words}\n`)
    },
    note: (words) => void out.write(`${clear}${words}\n`),
  }
}

/** Says nothing, for tests. */
export const noProgress: Progress = { show() {}, note() {} }
