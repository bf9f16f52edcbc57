import { expect, test } from 'vitest'
import { answerOf, openH2 } from '../../test/clients.ts'
import { serve } from '../../test/serve.ts'
import { Router } from '../index.ts'

test.each(['http1', 'h2c'] as const)(
  'over %s nothing is said about a trace when nobody traces',
  async (protocol) => {
    const routes = new Router().get('/', (ctx) => {
      ctx.body = { traceresponse: ctx.res.hasHeader('traceresponse') }
    })
    await using server = await serve(routes, { protocol })

    expect(await ask(server.port, protocol)).toEqual({ traceresponse: false })
  },
)

async function ask(port: number, protocol: 'http1' | 'h2c'): Promise<unknown> {
  if (protocol === 'http1') return (await fetch(`http://127.0.0.1:${port}`)).json()
  await using client = await openH2(port)
  const { body } = await answerOf(client.request({ ':path': '/' }))
  return JSON.parse(body)
}
