import { createTaskRegistry } from '@tailspan/lifecycle'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { answerOf, openH2 } from '../../test/clients.ts'
import { stillAlive } from '../../test/collect-garbage.ts'
import { serve } from '../../test/serve.ts'
import { collectSpans } from '../../test/tracing.ts'
import { Router, readBody, requestScope } from '../index.ts'

collectSpans()
const requestCount = 40
/** Two requests may still be held by the connection: each with its response and its signal. */
const mayLive = 2 * 3

test.each(['http1', 'h2c'] as const)(
  'D12 over %s forty requests with pending tasks leave nothing behind',
  async (protocol) => {
    const tasks = createTaskRegistry({ maxRunning: 100, maxQueued: 100 })
    const { promise: never, resolve } = Promise.withResolvers<void>()
    const seen: WeakRef<object>[] = []
    const routes = new Router().post('/', async (ctx) => {
      const data = await readBody(ctx, z.object({}))
      seen.push(new WeakRef(ctx.req), new WeakRef(ctx.res), new WeakRef(requestScope(ctx).signal))
      tasks.run('publish', data, () => never, { scope: requestScope(ctx) })
      ctx.status = 202
      ctx.body = { done: true }
    })
    await using server = await serve(routes, { protocol })

    if (protocol === 'h2c') await askOverHttp2(server.port)
    else await askOverHttp1(server.port)
    const alive = await stillAlive(seen, mayLive)

    expect(tasks.pending()).toHaveLength(requestCount)
    expect(alive).toBeLessThanOrEqual(mayLive)
    resolve()
  },
)

async function askOverHttp1(port: number): Promise<void> {
  for (let count = 0; count < requestCount; count += 1) {
    const answer = await fetch(`http://127.0.0.1:${port}`, {
      method: 'POST',
      body: '{}',
      headers: { 'content-type': 'application/json' },
    })
    await answer.text()
  }
}

async function askOverHttp2(port: number): Promise<void> {
  await using client = await openH2(port)
  for (let count = 1; count <= requestCount; count += 1) {
    const stream = client.request({ ':method': 'POST', 'content-type': 'application/json' })
    stream.end('{}')
    await answerOf(stream)
  }
}
