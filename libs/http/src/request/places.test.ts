import { expect, test } from 'vitest'
import { answerOf, openH2, openRaw, requestText } from '../../test/clients.ts'
import { aborted, serve, watch } from '../../test/serve.ts'
import { clientClosedRequest, Router, streamEvents } from '../index.ts'

const protocols = ['http1', 'h2c'] as const
type Protocol = (typeof protocols)[number]

/** Asks, and leaves when `arrived` has come. */
async function askAndLeave<T>(protocol: Protocol, port: number, arrived: () => Promise<T>) {
  await using client = await (protocol === 'h2c' ? openH2(port) : openRaw(port))
  if ('request' in client) client.request()
  else client.socket.write(requestText())
  return await arrived()
}

async function ask(protocol: Protocol, port: number, path = '/') {
  if (protocol === 'http1') {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`)
    return { status: answer.status, body: await answer.text() }
  }
  await using client = await openH2(port)
  return await answerOf(client.request({ ':path': path }))
}

test.each(protocols)(
  'over %s clients that leave and ask anew have no more handlers at work than allowed',
  async (protocol) => {
    const { promise: done, resolve: finish } = Promise.withResolvers<void>()
    const { routes, next } = watch(async (ctx) => {
      await done
      ctx.body = { done: true }
    })
    const limits = { concurrentRequests: 2 }
    await using server = await serve(routes, { protocol, limits })
    for (const _ of ['first', 'second']) {
      const { signal } = await askAndLeave(protocol, server.port, next)
      expect(await aborted(signal)).toBe(clientClosedRequest)
    }

    const refused = await ask(protocol, server.port)
    finish()
    const served = await ask(protocol, server.port)

    expect(refused).toMatchObject({ status: 503, body: expect.stringContaining('server-busy') })
    expect(served).toMatchObject({ status: 200 })
  },
)

test.each(protocols)(
  'over %s a handler that goes on after its deadline keeps its place',
  async (protocol) => {
    const { promise: done, resolve: finish } = Promise.withResolvers<void>()
    const { routes } = watch(() => done)
    const limits = { concurrentRequests: 1, requestTimeoutMs: 10 }
    await using server = await serve(routes, { protocol, limits })

    const late = await ask(protocol, server.port)
    const refused = await ask(protocol, server.port)
    finish()

    expect(late.body).toContain('deadline-exceeded')
    expect(refused.body).toContain('server-busy')
  },
)

test.each(protocols)(
  'L1 over %s an event stream whose source goes on keeps its place, and takes none of a request',
  async (protocol) => {
    const { promise: done, resolve: finish } = Promise.withResolvers<void>()
    const streams = watch((ctx) =>
      streamEvents(ctx, async () =>
        (async function* () {
          yield { type: 'tick' }
          await done
        })(),
      ),
    )
    const routes = new Router().get('/plain', (ctx) => {
      ctx.body = { done: true }
    })
    routes.use(streams.routes.routes())
    const limits = { concurrentRequests: 1, eventStreams: 1 }
    await using server = await serve(routes, { protocol, limits })
    const { signal } = await askAndLeave(protocol, server.port, streams.next)
    await aborted(signal)

    const refused = await ask(protocol, server.port)
    const plain = await ask(protocol, server.port, '/plain')
    finish()
    const served = await ask(protocol, server.port)

    expect(refused.body).toContain('event-streams-full')
    expect(plain).toMatchObject({ status: 200 })
    expect(served.body).toContain('event: tick')
  },
)

test.each(protocols)(
  'over %s a handler that goes on after its client has left does not hold up the drain',
  async (protocol) => {
    const { routes, next } = watch(() => new Promise(() => {}))
    await using server = await serve(routes, { protocol })
    const { signal } = await askAndLeave(protocol, server.port, next)
    await aborted(signal)

    await expect(server.stop()).resolves.toBeUndefined()
  },
)
