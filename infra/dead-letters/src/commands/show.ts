import { type DeadLetter, type KafkaHeaders, placeText } from '@tailspan/kafka'
import { CannotDo } from '../cannot-do.ts'
import { askAll } from '../failures/failures.ts'
import { find } from '../failures/find.ts'
import { letterJson, parkedJson } from '../text/json.ts'
import { safeText } from '../text/safe-text.ts'
import type { Run } from './command.ts'

/** Shows one of them with everything that is known about it. */
export async function show(run: Run): Promise<number> {
  const { sources, line, out } = run
  const item = find(await askAll(sources), line.ids[0] ?? '')
  const facts = item.kind === 'letter' ? await letterFacts(item.letter, run) : parkedJson(item.row)
  out.write(line.json ? `${JSON.stringify(facts)}\n` : toText(facts))
  return 0
}

async function letterFacts(letter: DeadLetter, { sources, line }: Run) {
  const record = await sources.deadLetters.read(letter)
  if (!record)
    throw new CannotDo('gone', `${letter.id} has just been deleted by retention.`, {
      kind: 'not-found',
    })
  const { headers, value } = record
  return {
    ...letterJson(letter),
    lies: placeText(letter.lies),
    headers: toTexts(headers),
    valueBytes: value?.length ?? 0,
    ...(line.value && { value: value === null ? null : String(value) }),
  }
}

function toTexts(headers: KafkaHeaders): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]))
}

function toText(facts: object): string {
  const lines = Object.entries(facts).flatMap(([name, value]) => toLines(name, value))
  return `${lines.join('\n')}\n`
}

function toLines(name: string, value: unknown): string[] {
  if (value === undefined || (Array.isArray(value) && value.length === 0)) return []
  if (typeof value !== 'object' || value === null)
    return [`${name.padEnd(12)}  ${safeText(String(value))}`]
  const inner = Object.entries(value).map(([key, one]) => [
    Array.isArray(value) ? '' : key.padEnd(28),
    typeof one === 'object' ? Object.values(one ?? {}).join(' at ') : String(one),
  ])
  return [name, ...inner.map(([key, text]) => `  ${safeText(`${key}  ${text}`)}`)]
}
