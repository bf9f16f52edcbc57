import type { Effort, Entry } from '../entry.ts'
import { type Child, startChild } from '../measure/child.ts'
import { postFor } from '../measure/load.ts'

const body = JSON.stringify({ sku: 'tea', quantity: 2 })

/** What our http library costs a request, beside bare Koa with the same router and body parser. */
export const answer: Entry = {
  name: 'answer',
  about: 'POST with span, request signal and a detached task that does nothing, beside bare Koa',
  async measure(effort, tell) {
    await using ours = await startChild(new URL('./ours.ts', import.meta.url))
    await using bare = await startChild(new URL('./bare-koa.ts', import.meta.url))
    tell('answer: warming up')
    for (const child of [ours, bare]) await measureRound(child, effort)
    const rounds: { ours: number[]; bare: number[] } = { ours: [], bare: [] }
    for (let round = 1; round <= effort.rounds; round += 1) {
      tell(`answer: round ${round} of ${effort.rounds}`)
      // Taken in turns: what the machine does besides slows both.
      rounds.ours.push(await measureRound(ours, effort))
      rounds.bare.push(await measureRound(bare, effort))
    }
    return [
      {
        name: 'answer',
        unit: 'requests per CPU second',
        ours: rounds.ours,
        peer: { name: 'bare Koa', rounds: rounds.bare },
        goal: { atLeast: 0.6 },
      },
    ]
  },
}

async function measureRound(child: Child, { secondsPerRound }: Effort): Promise<number> {
  const before = await child.ask('cpuSeconds')
  const answered = await postFor({ url: `${child.url}/orders`, body }, secondsPerRound)
  return answered / ((await child.ask('cpuSeconds')) - before)
}
