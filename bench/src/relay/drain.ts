import { setTimeout as pause } from 'node:timers/promises'
import { type Child, startChild } from '../measure/child.ts'
import type { Servers } from '../measure/servers.ts'
import { type Backlog, type BacklogSize, openBacklog } from './backlog.ts'

/** What one drain took. */
export type Drained = {
  readonly rowsPerSecond: number
  /** Of the heap after garbage collection, from the first third of the drain to its last. */
  readonly grownBytes: number
}

const everyMs = 20
const heapSamples = 6

/** Lets a program empty a backlog of its own, from its start to the last row; none may be missing afterwards. */
export async function drain(program: URL, size: BacklogSize, servers: Servers): Promise<Drained> {
  await using backlog = await openBacklog(servers)
  await backlog.fill(size)
  await using child = await startChild(program, [backlog.url, servers.brokers, backlog.topic])
  const startedAtMs = performance.now()
  await child.ask('begin')
  const heap = await sampleUntilEmpty(backlog, child, size.rowCount)
  const seconds = (performance.now() - startedAtMs) / 1_000
  const published = await backlog.published()
  if (published !== size.rowCount)
    throw new Error(`${published} of ${size.rowCount} were published`)
  return { rowsPerSecond: size.rowCount / seconds, grownBytes: growthOf(heap) }
}

async function sampleUntilEmpty(
  backlog: Backlog,
  child: Child,
  rowCount: number,
): Promise<readonly number[]> {
  const heap: number[] = []
  for (;;) {
    // The topic is asked first, because it is the cheaper question.
    const published = await backlog.published()
    if (published >= rowCount && (await backlog.isEmpty())) return heap
    // Each sample costs a garbage collection, so there are few.
    if (published > (rowCount / heapSamples) * (heap.length + 0.5))
      heap.push(await child.ask('heapBytes'))
    await pause(everyMs)
  }
}

function growthOf(heap: readonly number[]): number {
  const third = Math.max(1, Math.floor(heap.length / 3))
  return middleOf(heap.slice(-third)) - middleOf(heap.slice(0, third))
}

function middleOf(heap: readonly number[]): number {
  return heap.toSorted((a, b) => a - b)[Math.floor(heap.length / 2)] ?? Number.NaN
}
