import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { awaitSettled, placeDemoOrder } from './demo-order.ts'

const busy = [503, { title: 'busy' }] as const
const later = [503, { title: 'busy' }, { 'retry-after': '1' }] as const
const accepted = [202, { id: '1', message: 'soon' }] as const
const placed = [200, { status: 'placed' }] as const
const confirmed = [200, { status: 'confirmed' }] as const

/** An order service that gives these answers, the last one again and again; without any it hangs up. */
async function givenService(
  ...answers: (readonly [status: number, body: object, headers?: Record<string, string>])[]
) {
  const server = createServer((request, response) => {
    const [status, body, headers] = (answers.length > 1 ? answers.shift() : answers[0]) ?? []
    if (status === undefined) request.destroy()
    else response.writeHead(status, headers).end(JSON.stringify(body))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}`, protocol: 'http1' } as const
}

test('a service that hangs up or refuses is one sentence', async () => {
  await expect(placeDemoOrder(await givenService())).rejects.toMatchObject({
    code: 'demo-refused',
    message: expect.stringMatching(
      /^The demo order got no answer from http.*: socket hang up\. Is/,
    ),
  })
  await expect(placeDemoOrder(await givenService(busy))).rejects.toMatchObject({
    code: 'demo-refused',
    message: expect.stringMatching(/^The order service answered 503 to the demo order/),
  })
})

test('an order that is told to come back later comes back', async () => {
  const service = await givenService(later, later, accepted)

  expect(await placeDemoOrder(service)).toMatchObject({ id: '1', message: 'soon' })
})

test('a service that is busy for a moment is asked again until the order is settled', async () => {
  const service = await givenService(busy, placed, busy, confirmed)

  expect(await awaitSettled(service, '1', performance.now() + 60_000)).toBe('confirmed')
})

test('at the deadline the order is what it is then, and silence is one sentence', async () => {
  expect(await awaitSettled(await givenService(placed), '1', 0)).toBe('placed')
  await expect(awaitSettled(await givenService(busy), '1', 0)).rejects.toThrow(/answered 503 to/)
  await expect(awaitSettled(await givenService(), '1', 0)).rejects.toThrow(/socket hang up/)
})
