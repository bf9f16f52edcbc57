import { askAll, type Failures } from '../failures/failures.ts'
import { createShorten } from '../failures/find.ts'
import { type Description, describeLetter, describeParked } from '../text/describe.ts'
import { listJson } from '../text/json.ts'
import { type Out, paint } from '../text/out.ts'
import type { Run } from './command.ts'

/** Shows all dead letters and parked rows; exit code 1 when a part of them could not be read. */
export async function list({ sources, line, out, err }: Run): Promise<number> {
  const failures = await askAll(sources)
  if (line.json) out.write(`${JSON.stringify(listJson(failures))}\n`)
  else out.write(toText(failures, out))
  for (const { message } of failures.troubles) err.write(`${message}\n`)
  return failures.troubles.length > 0 ? 1 : 0
}

function toText(failures: Failures, out: Out): string {
  const { letters, parked, foreignCount, troubles } = failures
  const shorten = createShorten(failures)
  const block = ({ id }: { id: string }, { facts, why }: Description) =>
    `${paint(out, 'yellow', shorten(id))}  ${facts.join(' · ')}\n          ${paint(out, 'red', why)}\n`
  const sections = [
    ...(letters.length > 0 ? [`${countLetters(failures)}\n`] : []),
    ...letters.map((letter) => block(letter, describeLetter(letter))),
    ...(parked.length > 0 ? [`${count(parked.length, 'parked row')}\n`] : []),
    ...parked.map((row) => block(row, describeParked(row))),
    ...(foreignCount > 0 ? [`${count(foreignCount, 'record')} of others in these topics.\n`] : []),
    ...(letters.length + parked.length > 0 ? [`${countReasons(failures)}\n`] : []),
  ]
  if (sections.length > 0) return sections.join('\n')
  return troubles.length > 0 ? '' : 'There are no dead letters and no parked rows.\n'
}

function countLetters({ letters }: Failures): string {
  const replayed = letters.filter(({ replays }) => replays.length > 0).length
  const words = count(letters.length, 'dead letter')
  return replayed > 0 ? `${words}, ${replayed} of them replayed` : words
}

function countReasons({ letters, parked }: Failures): string {
  const codes = [
    ...letters.map(({ reason }) => reason.code),
    ...parked.map(({ lastError }) => lastError.split(':', 1)[0] ?? ''),
  ]
  const byCode = [...Map.groupBy(codes, (code) => code)]
  const told = byCode.map(([code, all]) => `${all.length} × ${code}`)
  return `Why: ${told.join(', ')}. Next: npm run dlt -- show ID, replay ID, release ID.`
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`
}
