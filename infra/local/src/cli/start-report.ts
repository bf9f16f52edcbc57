import { serviceNames } from '@tailspan/manifest'
import { buildTree, type RenderOptions, renderTrace } from '@tailspan/trace-testing'
import type { DemoResult } from '../demo/run-demo.ts'
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
}

/** The result for machines, as design and README fix it. */
export function toJson(mode: Mode, { demo, startMs, rssBytes }: StartFigures) {
  const { order, status, spans, mails, orderMs } = demo
  return {
    mode,
    orderId: order.id,
    status,
    traceIds: [...new Set(spans.map(({ traceId }) => traceId))],
    spans: spans.length,
    services: [...new Set(spans.map(({ service }) => service))].sort(),
    mails,
    startMs: Math.round(startMs),
    orderMs: Math.round(orderMs),
    rssMb: Math.round(rssBytes / 1e6),
  }
}

/** The result for people: the trace, the mails, the addresses, the figures. */
export function writeReport(out: Out, system: ShownSystem, figures: StartFigures): void {
  const { demo } = figures
  const { order, status, mails } = demo
  const lines = [
    '',
    `Order ${order.id}: answered after ${Math.round(order.answeredMs)} ms ("${order.message}"), ${status} with both mails after ${Math.round(demo.orderMs)} ms.`,
    '',
    renderTrace(buildTree(demo.spans), toRenderOptions(out)),
    '',
    ...mails.map((subject) => `mail    ${subject}`),
    '',
    ...addresses(system, order.traceId),
    '',
    summary(figures),
  ]
  out.write(`${lines.join('\n')}\n`)
}

/** Colours where there is a terminal that wants them, and its width. */
export function toRenderOptions(out: Out): RenderOptions {
  return { colour: paint(out, 'green', 'x') !== 'x', width: out.columns || 120 }
}

function addresses({ mode, ports, mailUrl, ...system }: ShownSystem, traceId: string): string[] {
  const base = 'http://127.0.0.1'
  const [first, ...others] = serviceNames.map((name) => ({ name, port: ports[`${name}Debug`] }))
  const rest = others.map(({ name, port }) => `${name} ${port}`).join(', ')
  const debug = `${base}:${first?.port}/debug/pprof/    of ${first?.name}; ${rest}`
  const page = system.tracePage?.(traceId)
  return [
    ...(page ? [`trace   ${page}`] : []),
    `orders  ${base}:${ports.order}/orders           the API: ${base}:${ports.order}/openapi.json`,
    `mails   ${mailUrl}`,
    `debug   ${mode === 'local' ? debug : 'inside of each container only: docs/run-with-docker.md'}`,
    ...(system.inspected
      ? [
          `inspect ${system.inspected} at 127.0.0.1:${ports.inspect}: "Attach" in VS Code, or chrome://inspect`,
        ]
      : []),
  ]
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
