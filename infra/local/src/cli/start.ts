import { untilAborted } from '@tailspan/scope'
import type { CannotStart } from '../cannot-start.ts'
import { readRunSettings } from '../config.ts'
import { requestsAre } from '../demo/expected-trace.ts'
import { runDemo } from '../demo/run-demo.ts'
import { killRecorded } from '../process/left-behind.ts'
import { chooseMode } from './choose-mode.ts'
import { createConsoleScreen } from './console-screen.ts'
import { explainFailure } from './explain-failure.ts'
import { recallFirstStart } from './first-start.ts'
import { followTraces } from './follow-traces.ts'
import { readStartOptions, type StartOptions } from './options.ts'
import type { ShownSystem } from './shown-system.ts'
import { startDocker } from './start-docker.ts'
import { startLocal } from './start-local.ts'
import { edgeUrl, toJson, writeFaults, writeReport } from './start-report.ts'
import { endCode, listenForStop } from './stop-request.ts'
import { readTimings, writeTimings } from './timings.ts'

const { stdout, stderr } = process
const settings = readRunSettings()
// What drops everything at once when nobody waits any more.
const emergency = [() => killRecorded(settings.state)]

async function main(): Promise<number> {
  const options = readStartOptions(process.argv.slice(2))
  const stop = listenForStop((exitCode) => {
    // Asked twice: nothing is drained any more, but nothing stays behind either.
    for (const drop of emergency) drop()
    process.exit(exitCode)
  })
  return run(options, stop).catch((error) => {
    if (!stop.aborted) throw error
    stderr.write('The start was called off; everything has stopped.\n')
    return stop.reason as number
  })
}

async function run(options: StartOptions, stop: AbortSignal): Promise<number> {
  const out = options.json ? stderr : stdout
  const screen = createConsoleScreen(out)
  const { mode, why } = await chooseMode(options.mode)
  if (why) out.write(`${why}\n`)
  const needs = { state: settings.state, screen, signal: stop }
  const onDroppable = (drop: () => void) => void emergency.push(drop)
  const system = await (mode === 'docker'
    ? startDocker({ ...needs, onDroppable })
    : startLocal(needs, options.inspect))
  try {
    const isGood = await untilAborted(stop, showDemo(system, options))
    if (options.once) return isGood ? 0 : 1
    if (!options.json) stay(system)
    await untilAborted(stop, system.failed.then(rethrow))
    return endCode(stop)
  } finally {
    screen.busy('stopping')
    await system.stop()
    screen.busy('')
    out.write('Everything has stopped.\n')
  }
}

async function showDemo(system: ShownSystem, options: StartOptions): Promise<boolean> {
  const startMs = Date.now() - settings.startedAtMs
  const demo = await runDemo({ ...system, url: edgeUrl(system), protocol: settings.protocol })
  const figures = {
    demo,
    startMs,
    firstTraceMs: Date.now() - settings.startedAtMs,
    firstStartMs: recallFirstStart(settings.state, startMs),
    rssBytes: await system.measureMemory(),
  }
  const timings = options.timings ? await readTimings(system, figures) : undefined
  const json = { ...toJson(system.mode, figures), ...timings }
  if (options.json) stdout.write(`${JSON.stringify(json)}\n`)
  else writeReport(stdout, system, figures)
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

process.exit(await main().catch(explain))
