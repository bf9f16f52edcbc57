import { type DeadLetter, placeText, type ReplayOutcome } from '@tailspan/kafka'
import { CannotDo } from '../cannot-do.ts'
import { createShorten, find } from '../given-up/find.ts'
import { askAll, type GivenUp } from '../given-up/given-up.ts'
import { age } from '../text/ago.ts'
import { paint } from '../text/out.ts'
import type { Run } from './command.ts'

/** Sends dead letters again; exit code 1 when one of them could not be. */
export async function replay(run: Run): Promise<number> {
  const { sources, line, err } = run
  const given = await askAll(sources)
  const asked = line.all ? lettersOf(given) : line.ids.map((id) => letterOf(given, id))
  const isWanted = ({ replays }: DeadLetter) => line.again || replays.length === 0
  const wanted = [...new Set(asked.filter(isWanted))]
  const before = asked.filter((letter) => !isWanted(letter))
  const outcomes: ReplayOutcome[] = []
  if (wanted.length > 0) {
    await using _telemetry = await run.startTelemetry()
    await sources.deadLetters.replay(wanted, (outcome) => {
      outcomes.push(outcome)
      if (err.isTTY) err.write(`\r… ${outcomes.length} of ${wanted.length} sent`)
    })
    if (err.isTTY) err.write('\r\u001b[K')
  }
  const gone = wanted.filter((letter) => !outcomes.some((outcome) => outcome.letter === letter))
  return tell(run, { outcomes, before, gone, shorten: createShorten(given) })
}

/** All of them, unless Kafka could not be asked. */
function lettersOf({ letters, troubles }: GivenUp): readonly DeadLetter[] {
  const [trouble] = troubles.filter((one) => 'code' in one && one.code === 'brokers-unavailable')
  if (trouble) throw trouble
  return letters
}

function letterOf(given: GivenUp, id: string): DeadLetter {
  const item = find(given, id)
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
    ...before.map((letter) => `${shorten(letter.id)} ${toldBefore(letter)}`),
    ...gone.map(({ id }) => `${shorten(id)} has just been deleted by retention.`),
  ]
  if (lines.length === 0) lines.push('Nothing to replay: there are no dead letters.')
  const text = lines.map((one) => paint(out, isGood ? 'green' : 'yellow', one)).join('\n')
  out.write(line.json ? `${JSON.stringify(toJson({ outcomes, before, gone }))}\n` : `${text}\n`)
  return isGood ? 0 : 1
}

function toldOutcome(outcome: ReplayOutcome): string {
  if ('refused' in outcome) return `was not sent: ${outcome.refused.message}.`
  const { letter, to, isNoted } = outcome
  const taken = `sent to ${placeText(to)}, to be taken by ${letter.groupId}; other groups skip it.`
  return isNoted ? taken : `${taken} It could not be noted, so list will not tell.`
}

function toldBefore({ replays }: DeadLetter): string {
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
