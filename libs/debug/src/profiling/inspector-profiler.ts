import { type Profiler as Cpu, type HeapProfiler, Session } from 'node:inspector/promises'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { encodePprof, type Frame, type Sample } from './encode-pprof.ts'
import type { Profiler, Recording } from './profiler.ts'

const zip = promisify(gzip)
const cpuIntervalMicros = 1_000
const heapIntervalBytes = 64 * 1024

/** Measures with what Node itself brings, in the same format: slower to start and to stop, works everywhere. */
export function createInspectorProfiler(): Profiler {
  return {
    name: 'node:inspector (the @datadog/pprof addon is missing)',
    async startCpu() {
      const session = openSession()
      await session.post('Profiler.enable')
      await session.post('Profiler.setSamplingInterval', { interval: cpuIntervalMicros })
      await session.post('Profiler.start')
      return recording(session, async () => {
        const { profile } = await session.post('Profiler.stop')
        return encodePprof({ kind: 'cpu', samples: cpuSamples(profile), durationNs: span(profile) })
      })
    },
    async startHeap() {
      const session = openSession()
      await session.post('HeapProfiler.startSampling', { samplingInterval: heapIntervalBytes })
      return recording(session, async () => {
        const { profile } = await session.post('HeapProfiler.stopSampling')
        return encodePprof({ kind: 'heap', samples: heapSamples(profile.head, []), durationNs: 0 })
      })
    },
  }
}

function openSession(): Session {
  const session = new Session()
  session.connect()
  return session
}

/** Disconnecting ends whatever the session was measuring. */
function recording(session: Session, collect: () => Promise<Uint8Array>): Recording {
  return {
    async finish() {
      const profile = await collect()
      session.disconnect()
      return zip(profile)
    },
    drop: () => session.disconnect(),
  }
}

function span({ startTime, endTime }: Cpu.Profile): number {
  return Math.round((endTime - startTime) * 1_000)
}

/** Each sample names its leaf; the way up to the root is its stack. */
function cpuSamples({ nodes, samples = [], timeDeltas = [] }: Cpu.Profile): Sample[] {
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const parents = new Map(nodes.flatMap(({ id, children = [] }) => children.map((c) => [c, id])))
  const stackOf = (leaf: number) => {
    const stack: Frame[] = []
    for (let id: number | undefined = leaf; id !== undefined; id = parents.get(id)) {
      const node = byId.get(id)
      if (node && parents.has(id)) stack.push(toFrame(node.callFrame))
    }
    return stack
  }
  const totals = new Map<number, { count: number; micros: number }>()
  samples.forEach((leaf, index) => {
    const { count, micros } = totals.get(leaf) ?? { count: 0, micros: 0 }
    const deltaMicros = Math.max(0, timeDeltas[index] ?? 0)
    totals.set(leaf, { count: count + 1, micros: micros + deltaMicros })
  })
  return [...totals].map(([leaf, { count, micros }]) => ({
    stack: stackOf(leaf),
    values: [count, Math.round(micros * 1_000)],
  }))
}

function heapSamples(node: HeapProfiler.SamplingHeapProfileNode, above: Frame[]): Sample[] {
  const stack = [toFrame(node.callFrame), ...above]
  const own = node.selfSize > 0 ? [{ stack, values: [1, node.selfSize] as const }] : []
  return [...own, ...node.children.flatMap((child) => heapSamples(child, stack))]
}

function toFrame({
  functionName,
  url,
  lineNumber,
}: Cpu.Profile['nodes'][number]['callFrame']): Frame {
  return { name: functionName || '(anonymous)', file: url, line: lineNumber + 1 }
}
