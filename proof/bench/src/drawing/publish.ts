import { mkdir, writeFile } from 'node:fs/promises'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Effort } from '../entry.ts'

const checkout = fileURLToPath(new URL('../../../..', import.meta.url))
const published = join(checkout, 'proof', 'performance')
const tried = join(checkout, '.tailspan', 'performance')
const wholeSeconds = 3

/** What belongs together: figures as data, and drawings by the names of their files. */
export type Publication = {
  readonly name: string
  readonly data: object
  readonly drawings: Readonly<Record<string, string>>
}

/** Writes into proof/performance, and returns the folder; a shorter run than usual does not touch what is published. */
export async function publish(
  { name, data, drawings }: Publication,
  { secondsPerRound }: Effort,
): Promise<string> {
  const folder = secondsPerRound < wholeSeconds ? tried : published
  await mkdir(folder, { recursive: true })
  const dated = { measuredAt: new Date().toISOString(), machine: describeMachine(), ...data }
  await writeFile(join(folder, `${name}.json`), `${JSON.stringify(dated, toThreeDigits, 2)}\n`)
  for (const [file, svg] of Object.entries(drawings)) await writeFile(join(folder, file), svg)
  return folder
}

function describeMachine() {
  const all = cpus()
  return { cores: all.length, processor: all[0]?.model.trim(), node: process.versions.node }
}

function toThreeDigits(_: string, value: unknown): unknown {
  return typeof value === 'number' && !Number.isInteger(value)
    ? Number(value.toPrecision(3))
    : value
}
