import { startChild } from '../measure/child.ts'

/** Something that publishes when asked, alone in its process. */
export type Publisher = AsyncDisposable & {
  round(): Promise<Pace>
  /** How many of its records were acknowledged, in all rounds. */
  published(): Promise<number>
}

/** Records per second, and what each cost in CPU time. */
export type Pace = { readonly perSecond: number; readonly cpuMicros: number }

/** Opens a program that calls `publishInRounds`. */
export async function openPublisher(
  program: URL,
  args: readonly (string | number)[],
): Promise<Publisher> {
  const child = await startChild(program, args.map(String))
  return {
    async round() {
      const perSecond = await child.ask('round')
      return { perSecond, cpuMicros: await child.ask('cpuMicros') }
    },
    published: () => child.ask('published'),
    [Symbol.asyncDispose]: () => child[Symbol.asyncDispose](),
  }
}
