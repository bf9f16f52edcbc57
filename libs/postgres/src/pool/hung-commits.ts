import type pg from 'pg'
import { DatabaseUnavailable } from '../faults/database-error.ts'
import type { Statement } from '../trips/flight.ts'

/**
 * Commits that wait for a synchronous standby which does not answer.
 *
 * PostgreSQL has no time limit for that wait, and does not notice there that its client has left: each commit that is
 * abandoned keeps its session and its locks. So while one hangs no further write is begun, or the server would
 * soon have no connection left for anybody. What only reads goes on.
 */
export class HungCommits {
  #isSuspected = false

  get isSuspected(): boolean {
    return this.#isSuspected
  }

  /** The answer to a write did not come in time. */
  suspect(): void {
    this.#isSuspected = true
  }

  /** Asks the server why nothing must be written now; undefined when no commit hangs, which ends the suspicion. */
  async find(client: Pick<pg.ClientBase, 'query'>): Promise<DatabaseUnavailable | undefined> {
    const { rows } = await client.query(asksForHung)
    this.#isSuspected = rows.length > 0
    return this.#isSuspected ? standbyIsAway() : undefined
  }
}

/** Whether this waits for no standby: a single SELECT, or the end of a transaction that changes nothing. */
export function writesNothing([first, ...others]: readonly Statement[]): boolean {
  return others.length === 0 && /^\s*(select|rollback)\b/i.test(first?.text ?? '')
}

// Of this role: it may see its own sessions, also those behind a pooler. A standby that is there answers in less.
const asksForHung = `select pid from pg_stat_activity
  where usename = current_user and wait_event = 'SyncRep' and query_start < clock_timestamp() - interval '2 s'
  limit 1`

function standbyIsAway(): DatabaseUnavailable {
  const reason = 'commits wait for a synchronous standby that does not answer'
  return new DatabaseUnavailable(reason, { connectionLost: false, stillAnswers: true })
}
