import { CannotDo } from '../cannot-do.ts'
import { askAll, type Failures } from '../failures/failures.ts'
import { createShorten, find } from '../failures/find.ts'
import type { Parked } from '../failures/outboxes.ts'
import { paint } from '../text/out.ts'
import { safeText } from '../text/safe-text.ts'
import type { Run } from './command.ts'

type Way = {
  readonly done: 'released' | 'dropped'
  readonly act: (row: Parked) => Promise<boolean>
  readonly tell: (row: Parked) => string
}

/** Lets the relay send parked rows again. */
export async function release(run: Run): Promise<number> {
  return settle(run, {
    done: 'released',
    act: (row) => run.sources.outboxes.release(row),
    tell: ({ type, topic, service }) =>
      `released: the relay of ${service} sends ${type} to ${topic} as soon as it runs.`,
  })
}

/** Deletes parked rows for good, if that is really meant. */
export async function drop(run: Run): Promise<number> {
  return settle(run, {
    done: 'dropped',
    act: (row) => run.sources.outboxes.drop(row),
    tell: ({ type, key }) => `dropped: nobody will ever hear of ${type} of ${key}.`,
  })
}

async function settle({ sources, line, out }: Run, { done, act, tell }: Way): Promise<number> {
  const failures = await askAll(sources)
  const rows = line.ids.map((id) => parkedOf(failures, id))
  if (done === 'dropped' && !line.yes) refuseToLose(rows)
  const results: { row: Parked; isDone: boolean }[] = []
  for (const row of rows) results.push({ row, isDone: await act(row) })
  const shorten = createShorten(failures)
  const lines = results.map(({ row, isDone }) => {
    const told = isDone ? tell(row) : 'is not parked any more.'
    return paint(out, isDone ? 'green' : 'yellow', `${shorten(row.id)} ${safeText(told)}`)
  })
  const json = results.map(({ row, isDone }) => ({ id: row.id, done: isDone ? done : 'gone' }))
  out.write(`${line.json ? JSON.stringify(json) : lines.join('\n')}\n`)
  return results.every(({ isDone }) => isDone) ? 0 : 1
}

function parkedOf(failures: Failures, id: string): Parked {
  const item = find(failures, id)
  if (item.kind === 'parked') return item.row
  throw new CannotDo(
    'not-parked',
    `${id} is a dead letter: replay it, or leave it to the retention of its topic.`,
  )
}

function refuseToLose(rows: readonly Parked[]): void {
  const events = rows.map(({ type, key }) => safeText(`${type} of ${key}`)).join(', ')
  throw new CannotDo(
    'not-confirmed',
    `This deletes what was accepted: ${events}. Say --yes if that is meant.`,
  )
}
