import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  createProgress,
  type Judged,
  openLocalRig,
  type Rig,
  type Topology,
} from '@tailspan/experiment'
import { deleteState } from '@tailspan/local'
import { killsCommand } from './kills/kills-command.ts'
import { readLabOptions } from './options.ts'
import { toJson, toTable } from './result-table.ts'
import { runLab } from './run-lab.ts'

// Beside the state of `npm start`, so that both can run at once.
const state = fileURLToPath(new URL('../../../.tailspan/lab', import.meta.url))

let opened: Promise<Rig> | undefined

function keep(rig: Promise<Rig>): Promise<Rig> {
  opened = rig
  return rig
}

async function main(args: readonly string[], signal: AbortSignal): Promise<number> {
  if (args.some((arg) => arg.startsWith('--kills'))) return killsCommand(args, { signal, keep })
  const options = readLabOptions(args)
  const progress = createProgress(process.stderr)
  progress.note(`starting the system, its logs are in ${join(state, 'logs')}`)
  const openRig = async (topology: Topology) => {
    await deleteState(state)
    return keep(openLocalRig(state, { topology, signal, all: options.services }))
  }
  const cells: Judged[] = []
  const broken: string[] = []
  const onBroken = (words: string) => void broken.push(words)
  for await (const cell of runLab({ openRig, progress, signal, onBroken }, options))
    cells.push(cell)
  progress.note('')
  const text = options.json ? JSON.stringify(toJson(cells)) : toTable(cells)
  process.stdout.write(`${text}\n`)
  for (const words of broken) progress.note(`✗ ${words}`)
  const isGood = cells.every(({ surprises }) => surprises.length === 0)
  return isGood && broken.length === 0 ? 0 : 1
}

/** Stops the system on a signal: a cell that runs cannot be interrupted. Returns the exit code. */
async function stopOnSignal(stop: AbortController): Promise<number> {
  const name = await new Promise<string>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => resolve(signal))
  })
  stop.abort(new Error(`ended by ${name}`))
  process.stderr.write(`\n${name}: stopping the system\n`)
  const rig = await opened?.catch(() => undefined)
  await rig?.[Symbol.asyncDispose]()
  return 130
}

function explain(error: unknown): number {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`)
  return 1
}

const stop = new AbortController()
const running = main(process.argv.slice(2), stop.signal).catch((error: unknown) =>
  // After a signal work fails because the system stops; the exit code is then that of `stopOnSignal`.
  stop.signal.aborted ? new Promise<number>(() => {}) : explain(error),
)
process.exit(await Promise.race([running, stopOnSignal(stop)]))
