import { once } from 'node:events'
import { request as ask, createServer, type Server } from 'node:http'
import { connect, createServer as createHttp2Server, type Http2Server } from 'node:http2'
import type { AddressInfo } from 'node:net'
import { createScope, type Scope, withCancel } from '@tailspan/scope'
import { describe, expect, test, vi } from 'vitest'
import { afterResponse, createTaskRegistry, type Response, type TaskRegistry } from '../index.ts'

/** A handler's view, the same for both protocols. */
type Exchange = { request: Scope; response: Response & { end(text: string): unknown } }
type Handler = (exchange: Exchange, tasks: TaskRegistry) => void

/** Serves with a task registry, as an application does: a request has a scope that ends with it. */
async function startServer(server: Server | Http2Server, handle: Handler) {
  const tasks = createTaskRegistry({ maxRunning: 10, maxQueued: 10 })
  server.on('request', (_request: unknown, response: Exchange['response']) => {
    const request = withCancel(createScope())
    response.once('close', () => request.cancel('request over'))
    handle({ request: request.scope, response }, tasks)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return { tasks, port, url: `http://127.0.0.1:${port}` }
}

/** The two protocols, each with a client that can ask and one that can leave. */
const protocols = [
  {
    name: 'http/1.1',
    createServer: () => createServer(),
    async get(url: string) {
      return (await fetch(url)).text()
    },
    leave(url: string, arrived: Promise<unknown>) {
      const client = ask(url).on('error', () => {})
      client.end()
      return arrived.then(() => client.destroy())
    },
  },
  {
    name: 'http/2',
    createServer: () => createHttp2Server(),
    async get(url: string) {
      const session = connect(url)
      const stream = session.request({ ':path': '/' }).setEncoding('utf8')
      let text = ''
      for await (const chunk of stream) text += chunk
      session.close()
      return text
    },
    async leave(url: string, arrived: Promise<unknown>) {
      const session = connect(url)
      const stream = session.request({ ':path': '/' }).on('error', () => {})
      await arrived
      stream.close(8)
      await once(stream, 'close')
      session.close()
    },
  },
]

describe.each(protocols)('over $name', ({ createServer: create, get, leave }) => {
  test('B1 the answer arrives before the task ends', async () => {
    await using server = create()
    const finish = Promise.withResolvers<void>()
    const ended = vi.fn()
    const { tasks, url } = await startServer(server, ({ request, response }, registry) => {
      registry.run('publish', 1, () => finish.promise.then(ended), { scope: request })
      response.end('accepted')
    })

    const answer = await get(url)
    const endedByThen = ended.mock.calls.length
    finish.resolve()
    await tasks.drain()

    expect(answer).toBe('accepted')
    expect(endedByThen).toBe(0)
    expect(ended).toHaveBeenCalledOnce()
  })

  test('B2 the client leaves before the answer: the task completes, its signal not aborted', async () => {
    await using server = create()
    const arrived = Promise.withResolvers<void>()
    const gone = Promise.withResolvers<void>()
    const seen: AbortSignal[] = []
    const { tasks, url } = await startServer(server, ({ request, response }, registry) => {
      registry.run(
        'publish',
        1,
        async (_data, own) => {
          await gone.promise
          seen.push(request.signal, own.signal)
        },
        { scope: request },
      )
      response.once('close', () => gone.resolve())
      arrived.resolve()
    })

    await leave(url, arrived.promise)
    await gone.promise
    const result = await tasks.drain()

    expect(seen.map(({ aborted }) => aborted)).toEqual([true, false])
    expect(result).toEqual({ completed: 1, failed: 0, abandoned: [] })
  })

  test('B3 an afterResponse task runs although the client left without an answer', async () => {
    await using server = create()
    const arrived = Promise.withResolvers<void>()
    const work = vi.fn(async () => {})
    const { tasks, url } = await startServer(server, ({ request, response }, registry) => {
      registry.run('publish', 1, work, { scope: request, start: afterResponse(response) })
      arrived.resolve()
    })

    await leave(url, arrived.promise)
    await tasks.drain()

    expect(work).toHaveBeenCalledOnce()
  })

  test('B3 an afterResponse task runs although the handler throws', async () => {
    await using server = create()
    const work = vi.fn(async () => {})
    const handler: Handler = ({ request, response }, registry) => {
      registry.run('publish', 1, work, { scope: request, start: afterResponse(response) })
      throw new Error('the handler is broken')
    }
    const { tasks, url } = await startServer(server, (exchange, registry) => {
      try {
        handler(exchange, registry)
      } catch {
        exchange.response.end('500')
      }
    })

    await get(url)
    await tasks.drain()

    expect(work).toHaveBeenCalledOnce()
  })

  test('B9 registered while the answer is open it starts after the answer is closed', async () => {
    await using server = create()
    const order: string[] = []
    const { tasks, url } = await startServer(server, ({ request, response }, registry) => {
      response.once('close', () => order.push('closed'))
      const start = afterResponse(response)
      registry.run('publish', 1, async () => order.push('task'), { scope: request, start })
      response.end('accepted')
      order.push('answered')
    })

    await get(url)
    await tasks.drain()

    expect(order).toEqual(['answered', 'closed', 'task'])
  })

  test('B9 registered after the response is closed it runs, not synchronously', async () => {
    await using server = create()
    const order: string[] = []
    const registered = Promise.withResolvers<void>()
    const { tasks, url } = await startServer(server, ({ request, response }, registry) => {
      response.once('close', () =>
        setImmediate(() => {
          const start = afterResponse(response)
          registry.run('publish', 1, async () => order.push('task'), { scope: request, start })
          order.push('registered')
          registered.resolve()
        }),
      )
      response.end('accepted')
    })

    await get(url)
    await registered.promise
    await tasks.drain()

    expect(order).toEqual(['registered', 'task'])
  })
})
