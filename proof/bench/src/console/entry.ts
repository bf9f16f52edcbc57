import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Entry } from '../entry.ts'
import { quantile } from '../measure/quantile.ts'
import { openFolder } from '../measure/servers.ts'
import { openStart, type Staying } from '../runner/open-start.ts'
import { placeOrders } from '../stage/load.ts'
import { pauseMails } from './pause-mails.ts'
import { readAlong } from './read-along.ts'

const program = fileURLToPath(new URL('./without-console.ts', import.meta.url))
const without = [...process.execArgv, program]
const ratePerSecond = 100
// A compiler does not know of a short round.
const warmUpSeconds = 6

/** What a console that somebody looks at costs the answers of the shop that it shows. */
export const consoleCost: Entry = {
  name: 'console',
  about: 'POST /orders under npm start with a console that is looked at, beside none',
  async measure({ rounds, secondsPerRound }, tell) {
    const figures = { with: [] as number[], without: [] as number[] }
    for (let round = 1; round <= rounds; round += 1) {
      tell(`console: round ${round} of ${rounds}`)
      const seconds = 3 * secondsPerRound
      const turns = [
        async () => figures.with.push(await measureTurn(seconds, { isShown: true })),
        async () => figures.without.push(await measureTurn(seconds, { isShown: false })),
      ]
      for (const turn of round % 2 ? turns : turns.reverse()) await turn()
    }
    return [
      {
        name: 'POST /orders at 100/s beside the console, p99',
        unit: 'ms',
        ours: figures.with,
        peer: { name: 'no console', rounds: figures.without },
        goal: { atMost: 1.1 },
      },
    ]
  },
}

async function measureTurn(seconds: number, { isShown }: { isShown: boolean }): Promise<number> {
  await using folder = await openFolder()
  const state = join(folder.path, 'stay')
  await using started = await (isShown ? openStart(state) : openStart(state, without))
  await using _ = await pauseMails(state)
  const urls = [`http://127.0.0.1:${started.ports.order}`]
  const load = { urls, pace: { ratePerSecond } }
  // The page is open before: what it starts once is no part of what an order costs.
  const { answersMs } = await whileRead(isShown ? started : undefined, async () => {
    await placeOrders({ ...load, seconds: warmUpSeconds })
    return placeOrders({ ...load, seconds })
  })
  return quantile(answersMs, 0.99)
}

/** Fails when nobody could read along: a console that shows nothing costs nothing. */
async function whileRead<T>(shown: Staying | undefined, work: () => Promise<T>): Promise<T> {
  if (!shown) return work()
  const over = new AbortController()
  const reading = readAlong(`http://127.0.0.1:${shown.ports.console}`, over.signal)
  const done = await work().finally(() => over.abort())
  if ((await reading) === 0) throw new Error('console: nobody read along')
  return done
}
