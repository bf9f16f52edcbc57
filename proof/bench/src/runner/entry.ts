import { join } from 'node:path'
import type { Entry } from '../entry.ts'
import { openFolder } from '../measure/servers.ts'
import { type Stay, stayUnderLoad } from './stay.ts'

const mostStopMs = 3_000
// With the usual three seconds a round: 2,000 orders at 100 a second.
const longer = 20 / 3

/** What many orders cost the runner that follows their traces. */
export const runner: Entry = {
  name: 'runner',
  about: 'npm start after 2,000 orders: its stop, and the answers beside it',
  async measure({ rounds, secondsPerRound }, tell) {
    const stays: Stay[] = []
    for (let round = 1; round <= rounds; round += 1) {
      tell(`runner: round ${round} of ${rounds}`)
      await using folder = await openFolder()
      const seconds = Math.round(secondsPerRound * longer)
      stays.push(await stayUnderLoad(join(folder.path, 'stay'), seconds))
    }
    const load = `after ${100 * Math.round(secondsPerRound * longer)} orders at 100/s`
    return [
      {
        name: `npm start ${load}, from Ctrl-C to its end`,
        unit: 'ms',
        ours: stays.map(({ stopMs }) => stopMs),
        goal: { atMost: mostStopMs },
      },
      {
        name: 'POST /orders beside it, p50',
        unit: 'ms',
        ours: stays.map(({ answerMs }) => answerMs),
        goal: null,
      },
    ]
  },
}
