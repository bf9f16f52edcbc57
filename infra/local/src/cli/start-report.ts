import { edgeService, serviceNames } from '@tailspan/manifest'
import { buildTree, type RenderOptions, renderTrace } from '@tailspan/trace-testing'
import { listPlaces } from '../demo/places.ts'
import type { DemoResult } from '../demo-result.ts'
import { type Out, paint, seconds } from './console-screen.ts'
import type { Mode } from './options.ts'
import type { ShownSystem } from './shown-system.ts'

/** What is reported of a start. */
export type StartFigures = {
  readonly demo: DemoResult
  /** From the command to the moment when everything served. */
  readonly startMs: number
  /** From the command to the whole trace. */
  readonly firstTraceMs: number
  /** How long the very first start with this state took; undefined when this was it. */
  readonly firstStartMs: number | undefined
  readonly rssBytes: number
  /** Where the console is, when there is one. */
  readonly consoleUrl?: string | undefined
}

/** The result for machines, as design and README fix it. */
export function toJson(mode: Mode, { demo, startMs, rssBytes }: StartFigures) {
  const { facts, spans } = demo
  return {
    mode,
    ...facts,
    traceIds: [...new Set(spans.map(({ traceId }) => traceId))],
    spans: spans.length,
    services: [...new Set(spans.map(({ service }) => service))].sort(),
    startMs: Math.round(startMs),
    rssMb: Math.round(rssBytes / 1e6),
  }
}

/** The result for people: what came of the request, its trace, the addresses, the figures. */
export function writeReport(out: Out, system: ShownSystem, figures: StartFigures): void {
  const { demo } = figures
  const lines = [
    '',
    demo.headline,
    '',
    renderTrace(buildTree(demo.spans), toRenderOptions(out)),
    '',
    ...(demo.details.length > 0 ? [...demo.details, ''] : []),
    ...addresses(system, figures),
    '',
    summary(figures),
  ]
  out.write(`${lines.join('\n')}\n`)
}

/** Colours where there is a terminal that wants them, and its width. */
export function toRenderOptions(out: Out): RenderOptions {
  return { colour: paint(out, 'green', 'x') !== 'x', width: out.columns || 120 }
}

function addresses(system: ShownSystem, { demo, consoleUrl }: StartFigures): string[] {
  const { mode, ports } = system
  const base = 'http://127.0.0.1'
  const [first, ...others] = serviceNames.map((name) => ({ name, port: ports[`${name}Debug`] }))
  const rest = others.map(({ name, port }) => `${name} ${port}`).join(', ')
  const debug = `${base}:${first?.port}/debug/pprof/    of ${first?.name}; ${rest}`
  const page = system.tracePage?.(demo.traceId)
  return [
    ...(consoleUrl ? [`console ${consoleUrl}`] : []),
    ...(page ? [`trace   ${page}`] : []),
    ...listPlaces({ ...system, url: edgeUrl(system) }),
    `debug   ${mode === 'local' ? debug : 'inside of each container only: docs/run-with-docker.md'}`,
    ...(system.inspected
      ? [
          `inspect ${system.inspected} at 127.0.0.1:${ports.inspect}: "Attach" in VS Code, or chrome://inspect`,
        ]
      : []),
  ]
}

/** Where clients reach the system. */
export function edgeUrl({ ports }: Pick<ShownSystem, 'ports'>): string {
  return `http://127.0.0.1:${ports[edgeService]}`
}

function summary({ startMs, firstTraceMs, firstStartMs, rssBytes }: StartFigures): string {
  const first =
    firstStartMs === undefined ? 'the first start' : `the first start took ${seconds(firstStartMs)}`
  const memory = `${(rssBytes / 1e9).toFixed(2)} GB of memory`
  return `Ready after ${seconds(startMs)} (${first}), first trace after ${seconds(firstTraceMs)}, ${memory}.`
}

/** What is not as it should be, one line each. */
export function writeFaults(out: Out, faults: readonly string[]): void {
  for (const fault of faults) out.write(`${paint(out, 'red', '✗')} ${fault}\n`)
}
