import { untilAborted } from '@tailspan/scope'
import type { CannotStart } from '../cannot-start.ts'
import { readRunSettings } from '../config.ts'
import { requestsAre } from '../demo/expected-trace.ts'
import { runDemo } from '../demo/run-demo.ts'
import { killRecorded } from '../process/left-behind.ts'
import { chooseMode } from './choose-mode.ts'
import { createConsoleScreen } from './console-screen.ts'
import { createCompanion } from './create-companion.ts'
import { explainFailure } from './explain-failure.ts'
import { recallFirstStart } from './first-start.ts'
import { followTraces } from './follow-traces.ts'
import { readStartOptions, type StartOptions } from './options.ts'
import type { OpenCompanion } from './runner.ts'
import type { ShownSystem } from './shown-system.ts'
import { startDocker } from './start-docker.ts'
import { startLocal } from './start-local.ts'
import { edgeUrl, toJson, writeFaults, writeReport } from './start-report.ts'
import { endCode, listenForStop } from './stop-request.ts'
import { readTimings, writeTimings } from './timings.ts'
import { toRunner } from './to-runner.ts'

const { stdout, stderr } = process

type Command = {
  readonly settings: ReturnType<typeof readRunSettings>
  readonly options: StartOptions
  readonly stop: AbortSignal
  /** What drops everything at once when nobody waits any more. */
  readonly emergency: (() => void)[]
  readonly openCompanion: OpenCompanion | undefined
}

/** `npm start`: runs the system until it is stopped and returns the exit code; a companion shows it if one is given. */
export async function start(openCompanion?: OpenCompanion): Promise<number> {
  return main(openCompanion).catch(explain)
}

async function main(openCompanion: OpenCompanion | undefined): Promise<number> {
  const settings = readRunSettings()
  const emergency = [() => killRecorded(settings.state)]
  const options = readStartOptions(process.argv.slice(2))
  const stop = listenForStop((exitCode) => {
    // Asked twice: nothing is drained any more, but nothing stays behind either.
    for (const drop of emergency) drop()
    process.exit(exitCode)
  })
  return run({ settings, options, stop, emergency, openCompanion }).catch((error) => {
    if (!stop.aborted) throw error
    stderr.write('The start was called off; everything has stopped.\n')
    return stop.reason as number
  })
}

async function run(command: Command): Promise<number> {
  const { options, stop, settings, emergency } = command
  const out = options.json ? stderr : stdout
  const screen = createConsoleScreen(out)
  const { mode, why } = await chooseMode(options.mode)
  if (why) out.write(`${why}\n`)
  const needs = { state: settings.state, screen, signal: stop }
  const onDroppable = (drop: () => void) => void emergency.push(drop)
  const system = await (mode === 'docker'
    ? startDocker({ ...needs, onDroppable })
    : startLocal(needs, options.inspect))
  const around = { protocol: settings.protocol, note: screen.note }
  const companion = createCompanion(options.once ? undefined : command.openCompanion)
  const open = () => companion.open(toRunner(system, around))
  try {
    const isGood = await untilAborted(stop, showDemo(system, { ...command, open }))
    if (options.once) return isGood ? 0 : 1
    if (!options.json) stay(system)
    await untilAborted(stop, system.failed.then(rethrow))
    return endCode(stop)
  } finally {
    screen.busy('stopping')
    await companion.stop()
    await system.stop()
    screen.busy('')
    out.write('Everything has stopped.\n')
  }
}

type Shown = Pick<Command, 'settings' | 'options'> & {
  /** Opens the companion, if there is one; where it is, for people. */
  open(): Promise<string | undefined>
}

async function showDemo(system: ShownSystem, { settings, options, open }: Shown): Promise<boolean> {
  const startMs = Date.now() - settings.startedAtMs
  const demo = await runDemo({ ...system, url: edgeUrl(system), protocol: settings.protocol })
  const figures = {
    demo,
    startMs,
    firstTraceMs: Date.now() - settings.startedAtMs,
    firstStartMs: recallFirstStart(settings.state, startMs),
    rssBytes: await system.measureMemory(),
  }
  const consoleUrl = await open()
  const timings = options.timings ? await readTimings(system, figures) : undefined
  const json = { ...toJson(system.mode, figures), ...timings }
  if (options.json) stdout.write(`${JSON.stringify(json)}\n`)
  else writeReport(stdout, system, { ...figures, consoleUrl })
  writeFaults(stderr, demo.faults)
  if (timings) writeTimings(options.json ? stderr : stdout, timings)
  return demo.faults.length === 0
}

function stay(system: ShownSystem): void {
  const kept = system.store.maxSpans.toLocaleString('en')
  stdout.write(
    `Further ${requestsAre} show their traces here; the newest ${kept} spans are kept. Ctrl-C stops everything.\n`,
  )
  followTraces(stdout, system)
}

function rethrow(failure: CannotStart): never {
  throw failure
}

function explain(error: unknown): number {
  stderr.write(`${explainFailure(error)}\n`)
  return 1
}
