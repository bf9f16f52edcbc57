import { setTimeout as pause } from 'node:timers/promises'
import { type Child, startChild } from '../measure/child.ts'
import { quantile } from '../measure/quantile.ts'
import type { Servers } from '../measure/servers.ts'
import { type Backlog, type BacklogSize, openBacklog } from './backlog.ts'

/** What a program is asked meanwhile: it hears how many rows are out. */
type Watch = (child: Child, published: number) => Promise<void>

const everyMs = 20
const heapSamples = 12

/** Lets a program empty a backlog of its own; rows per second, from its start to the last deleted row. */
export async function measureSpeed(
  program: URL,
  size: BacklogSize,
  servers: Servers,
): Promise<number> {
  return size.rowCount / (await drain(program, size, { servers, watch: async () => {} }))
}

/** The same, watched: bytes that its heap has grown after garbage collection, from the first third to the last. */
export async function measureGrowth(
  program: URL,
  size: BacklogSize,
  servers: Servers,
): Promise<number> {
  const heap: number[] = []
  // Each sample costs a garbage collection: few of them, and never while speed is measured.
  const watch: Watch = async (child, published) => {
    if (published > (size.rowCount / heapSamples) * (heap.length + 0.5))
      heap.push(await child.ask('heapBytes'))
  }
  await drain(program, size, { servers, watch })
  const third = Math.max(1, Math.floor(heap.length / 3))
  return quantile(heap.slice(-third), 0.5) - quantile(heap.slice(0, third), 0.5)
}

type Needs = { readonly servers: Servers; readonly watch: Watch }

/** How many seconds it took; no row may be missing on the topic afterwards. */
async function drain(program: URL, size: BacklogSize, { servers, watch }: Needs): Promise<number> {
  await using backlog = await openBacklog(servers)
  await backlog.fill(size)
  await using child = await startChild(program, [backlog.url, servers.brokers, backlog.topic])
  const startedAtMs = performance.now()
  await child.ask('begin')
  await untilEmpty(backlog, size.rowCount, (published) => watch(child, published))
  const seconds = (performance.now() - startedAtMs) / 1_000
  const published = await backlog.published()
  if (published === size.rowCount) return seconds
  throw new Error(`${published} of ${size.rowCount} were published`)
}

async function untilEmpty(
  { published, isEmpty }: Backlog,
  rowCount: number,
  watch: (published: number) => Promise<void>,
): Promise<void> {
  for (;;) {
    // The topic is asked first, because it is the cheaper question.
    const count = await published()
    if (count >= rowCount && (await isEmpty())) return
    await watch(count)
    await pause(everyMs)
  }
}
