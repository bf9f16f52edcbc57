import { once } from 'node:events'
import { expect, test } from 'vitest'
import { answerOf, openH2, openRaw, requestText } from '../../test/clients.ts'
import { aborted, serve, watch } from '../../test/serve.ts'
import type { Context } from '../index.ts'

const protocols = ['http1', 'h2c'] as const

const writes: [name: string, write: (ctx: Context) => unknown][] = [
  [
    'ctx.body =',
    (ctx) => {
      ctx.body = 'late'
    },
  ],
  [
    'ctx.status =',
    (ctx) => {
      ctx.status = 500
    },
  ],
  ['ctx.set', (ctx) => ctx.set('x-late', '1')],
  ['ctx.remove', (ctx) => ctx.remove('content-type')],
  ['res.write', ({ res }) => res.write('late')],
  ['res.end', ({ res }) => res.end('late')],
  ['res.writeHead', ({ res }) => res.writeHead(200)],
  ['res.setHeader', ({ res }) => res.setHeader('x-late', '1')],
]

async function ask(protocol: 'http1' | 'h2c', port: number): Promise<void> {
  if (protocol === 'h2c') {
    await using client = await openH2(port)
    await answerOf(client.request())
    return
  }
  await using client = await openRaw(port)
  client.socket.write(requestText())
  await client.until(/\}$/)
}

test.each(
  protocols.flatMap((protocol) => writes.map(([name, write]) => [protocol, name, write] as const)),
)('over %s, in production, a late %s is dropped and counted', async (protocol, call, write) => {
  const { routes, next } = watch((ctx) => {
    ctx.body = { done: true }
  })
  await using server = await serve(routes, { protocol })
  await ask(protocol, server.port)
  const { ctx, signal } = await next()
  await aborted(signal)

  write(ctx)

  expect(server.lines).toContainEqual({
    level: 'warn',
    event: 'http.late_write',
    fields: { call, route: '/' },
  })
})

test.each(writes)('in development a late %s throws where it happens', async (call, write) => {
  const { routes, next } = watch((ctx) => {
    ctx.body = { done: true }
  })
  await using server = await serve(routes, { development: true })
  await ask('http1', server.port)
  const { ctx, signal } = await next()
  await aborted(signal)

  expect(() => write(ctx)).toThrow(`${call}: the response is over`)
})

test.each(protocols)(
  'over %s the answer of a handler whose client has left is dropped without a word',
  async (protocol) => {
    const { promise: done, resolve } = Promise.withResolvers<void>()
    const { routes, next } = watch(async (ctx, { signal }) => {
      await aborted(signal)
      ctx.set('x-anything', '1')
      ctx.body = { done: true }
      ctx.res.write('more')
      setImmediate(resolve)
    })
    await using server = await serve(routes, { protocol, development: true })
    await using client = await (protocol === 'h2c' ? openH2(server.port) : openRaw(server.port))
    if ('request' in client) client.request()
    else client.socket.write(requestText())
    await next()

    await client[Symbol.asyncDispose]()
    await done

    expect(server.lines.filter(({ level }) => level !== 'info')).toEqual([])
  },
)

test('a handler that ends the response twice is told so', async () => {
  const { routes } = watch((ctx) => {
    ctx.respond = false
    ctx.res.end('{}')
    ctx.res.write('more')
  })
  await using server = await serve(routes)

  await ask('http1', server.port)

  expect(server.lines).toContainEqual(
    expect.objectContaining({ fields: { call: 'res.write', route: '/' } }),
  )
})

test('a handler that was overtaken by its deadline may still assign its answer', async () => {
  const { promise: overtaken, resolve } = Promise.withResolvers<void>()
  const { promise: done, resolve: finish } = Promise.withResolvers<void>()
  const { routes } = watch(async (ctx) => {
    await overtaken
    ctx.body = { late: true }
    finish()
  })
  const limits = { requestTimeoutMs: 10 }
  await using server = await serve(routes, { limits, development: true })

  const answer = await fetch(server.url)
  resolve()
  await done

  expect(answer.status).toBe(503)
  expect(answer.headers.get('retry-after')).toBe('1')
  expect(await answer.json()).toMatchObject({ code: 'deadline-exceeded' })
  expect(server.lines.filter(({ event }) => event === 'http.late_write')).toEqual([])
})

test('the mistake: work that goes on after its answer cannot break the process', async () => {
  const trouble: unknown[] = []
  const note = (error: unknown) => void trouble.push(error)
  process.on('uncaughtException', note)
  const { promise: mailed, resolve } = Promise.withResolvers<void>()
  const { routes, next } = watch((ctx) => {
    ctx.body = { message: 'mail will be delivered shortly' }
    void once(ctx.res, 'close').then(() => {
      ctx.res.setHeader('x-mailed', 'yes')
      ctx.res.write('mailed')
      ctx.res.end('really')
      setImmediate(resolve)
    })
  })
  await using server = await serve(routes)

  await ask('http1', server.port)
  await next()
  await mailed

  process.off('uncaughtException', note)
  expect(trouble).toEqual([])
  expect(server.lines.filter(({ event }) => event === 'http.late_write')).toHaveLength(3)
})
