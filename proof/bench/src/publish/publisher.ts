import { startChild } from '../measure/child.ts'
import type { Topic } from './topic.ts'

/** Something that publishes when asked, alone in its process. */
export type Publisher = AsyncDisposable & {
  round(): Promise<Pace>
  /** How many of its records were acknowledged, in all rounds. */
  published(): Promise<number>
}

/** Records per second, and what each cost in CPU time. */
export type Pace = { readonly perSecond: number; readonly cpuMicros: number }

/** One round; the topic must have what was acknowledged, no more and no less, and is empty afterwards. */
export async function measurePace(publisher: Publisher, topic: Topic): Promise<Pace> {
  const pace = await publisher.round()
  const [acknowledged, there] = [await publisher.published(), await topic.empty()]
  if (there !== acknowledged) throw new Error(`${there} of ${acknowledged} are on the topic`)
  return pace
}

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
