import { setTimeout as pause } from 'node:timers/promises'
import { type Child, startChild } from '../measure/child.ts'
import { quantile } from '../measure/quantile.ts'
import type { Servers } from '../measure/servers.ts'
import { type BacklogSize, openBacklog } from './backlog.ts'

/** A program, and the statement that finds what it has not published yet. */
export type Contender = {
  readonly program: URL
  readonly args?: readonly string[]
  readonly waiting: string
}

/** What a program is asked meanwhile: it is told how many rows were published. */
type Watch = (child: Child, published: number) => Promise<void>

const everyMs = 20
const heapSamples = 12

/** Lets a program empty a backlog of its own; rows per second, from its start to the last deleted row. */
export async function measureSpeed(
  contender: Contender,
  size: BacklogSize,
  servers: Servers,
): Promise<number> {
  return size.rowCount / (await drain(contender, size, { servers, watch: async () => {} }))
}

/** The same, watched: bytes that its heap has grown after garbage collection, from the first third to the last. */
export async function measureGrowth(
  contender: Contender,
  size: BacklogSize,
  servers: Servers,
): Promise<number> {
  const heap: number[] = []
  // Each sample costs a garbage collection: few of them, and never while speed is measured.
  const watch: Watch = async (child, published) => {
    if (published > (size.rowCount / heapSamples) * (heap.length + 0.5))
      heap.push(await child.ask('heapBytes'))
  }
  await drain(contender, size, { servers, watch })
  const third = Math.max(1, Math.floor(heap.length / 3))
  return quantile(heap.slice(-third), 0.5) - quantile(heap.slice(0, third), 0.5)
}

type Needs = { readonly servers: Servers; readonly watch: Watch }

/** How many seconds it took; no row may be missing on the topic afterwards. */
async function drain(
  { program, args = [], waiting }: Contender,
  size: BacklogSize,
  { servers, watch }: Needs,
): Promise<number> {
  await using backlog = await openBacklog(servers)
  await backlog.fill(size)
  const place = [backlog.url, servers.brokers, backlog.topic]
  await using child = await startChild(program, [...place, ...args])
  const startedAtMs = performance.now()
  await child.ask('begin')
  // The topic is asked first, because it is the cheaper question.
  for (let count = 0; count < size.rowCount; count = await backlog.published()) {
    await watch(child, count)
    await pause(everyMs)
  }
  while (!(await backlog.isEmpty(waiting))) await pause(everyMs)
  const seconds = (performance.now() - startedAtMs) / 1_000
  const published = await backlog.published()
  if (published === size.rowCount) return seconds
  throw new Error(`${published} of ${size.rowCount} were published`)
}
