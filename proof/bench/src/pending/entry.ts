import { Agent, request } from 'node:http'
import type { Entry } from '../entry.ts'
import { startChild } from '../measure/child.ts'

const taskCount = 10_000
const warmUpCount = 2_000
const atOnce = 50

type Span = 'none' | 'task'

/** What a detached task holds on to while it is pending: itself, and nothing of its request. */
export const pending: Entry = {
  name: 'pending',
  about: '10,000 pending detached tasks: bytes for each, and requests that they keep alive',
  async measure({ rounds }, tell) {
    const found: Record<Span, Found[]> = { none: [], task: [] }
    for (let round = 1; round <= rounds; round += 1) {
      tell(`pending: round ${round} of ${rounds}`)
      for (const span of ['none', 'task'] as const) found[span].push(await measureRound(span))
    }
    const bytes = (span: Span) => found[span].map(({ bytesPerTask }) => bytesPerTask)
    const kept = [...found.none, ...found.task].map(({ keptRequests }) => keptRequests)
    const weight = { unit: 'bytes', goal: { atMost: 2_000 } }
    return [
      { ...weight, name: 'pending task, as order publishes', ours: bytes('none') },
      { ...weight, name: 'pending task with a span of its own', ours: bytes('task') },
      {
        name: 'requests kept by 10,000 tasks',
        unit: 'requests',
        ours: kept,
        goal: { atMost: 2 },
      },
    ]
  },
}

type Found = { readonly bytesPerTask: number; readonly keptRequests: number }

async function measureRound(span: Span): Promise<Found> {
  await using child = await startChild(new URL('./server.ts', import.meta.url))
  await post(child.url, { count: warmUpCount, isPending: false, span })
  const requestsBefore = await child.ask('liveRequests')
  const bytesBefore = await child.ask('heapBytes')
  await post(child.url, { count: taskCount, isPending: true, span })
  const bytes = (await child.ask('heapBytes')) - bytesBefore
  const keptRequests = (await child.ask('liveRequests')) - requestsBefore
  const pendingCount = await child.ask('pendingTasks')
  if (pendingCount !== taskCount) throw new Error(`${pendingCount} tasks are pending`)
  return { bytesPerTask: bytes / taskCount, keptRequests }
}

type Posts = { readonly count: number; readonly isPending: boolean; readonly span: Span }

/** Posts so many orders over connections that are closed afterwards, so that none holds its last request. */
async function post(url: string, { count, ...order }: Posts): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: atOnce })
  const body = JSON.stringify({ sku: 'tea', ...order })
  for (let sent = 0; sent < count; sent += atOnce)
    await Promise.all(Array.from({ length: atOnce }, () => postOne(`${url}/orders`, agent, body)))
  agent.destroy()
}

function postOne(url: string, agent: Agent, body: string): Promise<void> {
  const headers = { 'content-type': 'application/json', 'content-length': body.length }
  return new Promise((resolve, reject) => {
    const call = request(url, { agent, method: 'POST', headers }, (response) => {
      if (response.statusCode !== 202) reject(new Error(`answered ${response.statusCode}`))
      response.resume().once('end', resolve)
    })
    call.once('error', reject)
    call.end(body)
  })
}
