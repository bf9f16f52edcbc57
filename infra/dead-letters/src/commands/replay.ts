import { TailspanError } from '@tailspan/errors'
import { type DeadLetter, placeText, type ReplayOutcome } from '@tailspan/kafka'
import { CannotDo } from '../cannot-do.ts'
import { askAll, type Failures } from '../failures/failures.ts'
import { createShorten, find } from '../failures/find.ts'
import { age } from '../text/ago.ts'
import { paint } from '../text/out.ts'
import type { Run } from './command.ts'

/** Sends dead letters again; exit code 1 when one of them could not be. */
export async function replay(run: Run): Promise<number> {
  const { sources, line, err } = run
  const failures = await askAll(sources)
  const asked = line.all ? lettersOf(failures) : line.ids.map((id) => letterOf(failures, id))
  if (asked.length === 0 && !line.json) run.out.write(nothing)
  const isWanted = ({ replays }: DeadLetter) => line.again || replays.length === 0
  const wanted = [...new Set(asked.filter(isWanted))]
  const before = asked.filter((letter) => !isWanted(letter))
  const { outcomes, trouble } = await sendAll(run, wanted)
  const reached = new Set(outcomes.map(({ letter }) => letter))
  const gone = trouble ? [] : wanted.filter((letter) => !reached.has(letter))
  const exitCode = tell(run, { outcomes, before, gone, shorten: createShorten(failures) })
  if (!trouble) return exitCode
  const left = wanted.length - outcomes.length
  err.write(
    `${trouble.message}; ${left} of ${wanted.length} were not sent for certain: ${advice}.\n`,
  )
  return 1
}

const advice = 'replay them again, what comes twice is taken once'

type Sent = { readonly outcomes: readonly ReplayOutcome[]; readonly trouble?: TailspanError }

/** What was done before Kafka went away is told all the same. */
async function sendAll(run: Run, wanted: readonly DeadLetter[]): Promise<Sent> {
  const { sources, err } = run
  const outcomes: ReplayOutcome[] = []
  if (wanted.length === 0) return { outcomes }
  await using _telemetry = await run.startTelemetry()
  try {
    await sources.deadLetters.replay(wanted, (outcome) => {
      outcomes.push(outcome)
      if (err.isTTY) err.write(`\r… ${outcomes.length} of ${wanted.length} sent`)
    })
    return { outcomes }
  } catch (error) {
    if (error instanceof TailspanError) return { outcomes, trouble: error }
    throw error
  } finally {
    if (err.isTTY) err.write('\r\u001b[K')
  }
}

/** All of them, unless Kafka could not be asked. */
function lettersOf({ letters, troubles }: Failures): readonly DeadLetter[] {
  const [trouble] = troubles.filter((one) => 'code' in one && one.code === 'brokers-unavailable')
  if (trouble) throw trouble
  return letters
}

function letterOf(failures: Failures, id: string): DeadLetter {
  const item = find(failures, id)
  if (item.kind === 'letter') return item.letter
  throw new CannotDo('not-a-letter', `${id} is a parked row: release it, or drop it.`)
}

type Done = {
  readonly outcomes: readonly ReplayOutcome[]
  /** Replayed at an earlier time. */
  readonly before: readonly DeadLetter[]
  readonly gone: readonly DeadLetter[]
  readonly shorten: (id: string) => string
}

function tell({ line, out }: Run, { outcomes, before, gone, shorten }: Done): number {
  const isGood = gone.length === 0 && outcomes.every((one) => 'to' in one && one.isNoted)
  const lines = [
    ...outcomes.map((outcome) => `${shorten(outcome.letter.id)} ${toldOutcome(outcome)}`),
    ...(line.all
      ? toldTogether(before)
      : before.map((one) => `${shorten(one.id)} ${toldOne(one)}`)),
    ...gone.map(({ id }) => `${shorten(id)} has just been deleted by retention.`),
  ]
  const text = lines.map((one) => `${paint(out, isGood ? 'green' : 'yellow', one)}\n`).join('')
  out.write(line.json ? `${JSON.stringify(toJson({ outcomes, before, gone }))}\n` : text)
  return isGood ? 0 : 1
}

const nothing = 'Nothing to replay: there are no dead letters.\n'

function toldOutcome(outcome: ReplayOutcome): string {
  if ('refused' in outcome) return `was not sent: ${outcome.refused.message}.`
  const { letter, to, isNoted } = outcome
  const taken = `sent to ${placeText(to)}, to be taken by ${letter.groupId}; other groups skip it.`
  return isNoted ? taken : `${taken} It could not be noted, so list will not tell.`
}

function toldTogether({ length }: readonly DeadLetter[]): string[] {
  if (length === 0) return []
  const words = length === 1 ? '1 was replayed before' : `${length} were replayed before`
  return [`${words}, list shows where to: --again sends all of them once more.`]
}

function toldOne({ replays }: DeadLetter): string {
  const last = replays.at(-1)
  const when = last ? `${age(last.atMs)} ago, to ${placeText(last.to)}` : 'before'
  return `was replayed ${when}: --again sends it once more.`
}

function toJson({ outcomes, before, gone }: Omit<Done, 'shorten'>) {
  return [
    ...outcomes.map((outcome) => {
      const { id, groupId } = outcome.letter
      if ('refused' in outcome) return { id, done: 'refused', why: outcome.refused.message }
      return { id, done: 'sent', to: placeText(outcome.to), for: groupId, noted: outcome.isNoted }
    }),
    ...before.map(({ id, replays }) => {
      const last = replays.at(-1)
      return { id, done: 'replayed-before', ...(last && { to: placeText(last.to) }) }
    }),
    ...gone.map(({ id }) => ({ id, done: 'gone' })),
  ]
}
