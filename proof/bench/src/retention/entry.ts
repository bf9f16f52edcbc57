import { setTimeout as pause } from 'node:timers/promises'
import { createDatabase, deleteDue, sql } from '@tailspan/postgres'
import type { Entry } from '../entry.ts'
import { quantile } from '../measure/quantile.ts'
import { openServers, type Servers } from '../measure/servers.ts'
import { openFullInbox } from './full-inbox.ts'
import { timeStatements } from './timed-statements.ts'

// Ten million when a round takes the usual three seconds.
const rowsPerSecond = 10_000_000 / 3
const longestMs = 1_000
const everyMs = 50
const due = { table: 'inbox', column: 'taken_at', olderThanMs: 14 * 86_400_000 }
const silent = { info() {}, warn() {}, error() {} }

type Sweep = {
  readonly seconds: number
  readonly slowestMs: number
  readonly left: number
  /** What a consumer waits for its note beside the sweep, p99. */
  readonly besideMs: number
  readonly quietMs: number
}

/** How a sweep copes with ten million rows that are due at once; once, because to store them takes minutes. */
export const retention: Entry = {
  name: 'retention',
  about: 'ten million rows that are due at once: its statements, and the work beside it',
  async measure({ secondsPerRound }, tell) {
    await using servers = await openServers()
    const rowCount = Math.round(rowsPerSecond * secondsPerRound)
    const { left, slowestMs, seconds, besideMs, quietMs } = await sweepOnce(servers, rowCount, tell)
    const name = `${rowCount.toLocaleString('en')} rows that are due`
    return [
      { name: `${name}, left after one sweep`, unit: 'rows', ours: [left], goal: { atMost: 0 } },
      {
        name: `${name}, slowest statement`,
        unit: 'ms',
        ours: [slowestMs],
        goal: { atMost: longestMs },
      },
      { name: `${name}, one sweep`, unit: 's', ours: [seconds], goal: null },
      {
        name: 'a note of a consumer beside it, p99',
        unit: 'ms',
        ours: [besideMs],
        peer: { name: 'without a sweep', rounds: [quietMs] },
        goal: null,
      },
    ]
  },
}

async function sweepOnce(
  { postgresUrl }: Servers,
  rowCount: number,
  tell: (words: string) => void,
): Promise<Sweep> {
  await using inbox = await openFullInbox(postgresUrl, rowCount, tell)
  const database = createDatabase<unknown>({ url: inbox.url, log: silent })
  const unlimited = new AbortController().signal
  const tookMs: number[] = []
  const quiet = await noteUntil(database, pause(5_000))
  const begunMs = performance.now()
  const sweep = deleteDue(timeStatements(database, tookMs), due, { signal: unlimited, longestMs })
  const beside = await noteUntil(database, sweep)
  const seconds = (performance.now() - begunMs) / 1_000
  const left = (await inbox.left()) - quiet.length - beside.length
  await database.actor.stop(unlimited)
  return {
    seconds,
    left,
    slowestMs: quantile(tookMs, 1),
    besideMs: quantile(beside, 0.99),
    quietMs: quantile(quiet, 0.99),
  }
}

/** Notes messages as consumers do until something is over; how long each took, ms. */
async function noteUntil(
  { kysely }: Pick<ReturnType<typeof createDatabase<unknown>>, 'kysely'>,
  over: Promise<unknown>,
): Promise<readonly number[]> {
  const tookMs: number[] = []
  let isOver = false
  const end = over.finally(() => {
    isOver = true
  })
  while (!isOver) {
    const begunMs = performance.now()
    await sql`insert into inbox (consumer, message_id) values ('inventory', gen_random_uuid())`.execute(
      kysely,
    )
    tookMs.push(performance.now() - begunMs)
    await Promise.race([end, pause(everyMs)])
  }
  await end
  return tookMs
}
