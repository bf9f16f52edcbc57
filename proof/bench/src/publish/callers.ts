import { answerQuestions, cpuSeconds } from '../measure/answer-questions.ts'

/** How a program publishes: so many callers for so long, and how many records one call is for. */
export type Publishing = {
  readonly callers: number
  readonly seconds: number
  readonly call: () => Promise<number>
}

/** What every program of this entry sends: 200 bytes under the key of its order. */
export const record = { key: 'order-1', value: 'x'.repeat(200) } as const

/** Asked for in rounds: each caller calls again when it has its answer. */
export function publishInRounds(publishing: Publishing): void {
  let published = 0
  let cpuMicros = 0
  answerQuestions(0, {
    async round() {
      const [startedMs, startedCpu] = [performance.now(), cpuSeconds()]
      const count = await publishFor(publishing)
      published += count
      cpuMicros = ((cpuSeconds() - startedCpu) * 1e6) / count
      return (count * 1_000) / (performance.now() - startedMs)
    },
    cpuMicros: () => cpuMicros,
    published: () => published,
  })
}

async function publishFor({ callers, seconds, call }: Publishing): Promise<number> {
  const untilMs = performance.now() + seconds * 1_000
  let published = 0
  async function callOn(): Promise<void> {
    while (performance.now() < untilMs) {
      const count = await call()
      published += count
    }
  }
  await Promise.all(Array.from({ length: callers }, callOn))
  return published
}
