import {
  type Live,
  newCustomer,
  placeOrder,
  postOrder,
  settledOrder,
  teaFor,
} from '@tailspan/experiment'
import { type LiveSystem, openLive } from '@tailspan/experiment/vitest'
import { eventually, readRows } from '@tailspan/testkit'
import type { Span } from '@tailspan/trace-testing'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'

let opened: LiveSystem
let live: Live
let shop: { readonly orderUrl: string }
beforeAll(async () => {
  opened = await openLive()
  live = opened.live
  shop = { orderUrl: `http://127.0.0.1:${opened.system.ports.order}` }
})
afterEach(() => live.reset())
afterAll(() => opened[Symbol.asyncDispose]())

const onNow = () => live.state().switches.flatMap(({ name, isOn }) => (isOn ? [name] : []))
const databaseUrl = () => opened.system.databaseUrl
const pidOf = (part: string) => opened.system.part(part)?.process.pid

test('in calm another strategy takes the place of the first one, and a reset brings that back', async () => {
  const before = pidOf('order')

  await live.useStrategy('detached')
  const changed = live.state().strategy
  const order = await placeOrder(shop)
  const spans = await untilAnswered(order.traceId)
  await live.reset()

  expect(changed).toBe('detached')
  // Nothing is stored but the order: its event is in memory.
  expect(spans.map(({ name }) => name)).not.toContain('BATCH INSERT orders outbox')
  expect(live.state().strategy).toBe('durable')
  expect(pidOf('order')).not.toBe(before)
})

test('with Kafka paused another strategy serves beside the one that drains, and nothing is lost', async () => {
  await live.turn('kafka-paused', true)
  const first = await placeOrder(shop)

  await live.useStrategy('detached')
  const successor = opened.system.part('order')?.process.name
  const second = await placeOrder(shop)
  await live.turn('kafka-paused', false)

  expect(successor).toMatch(/^order-next-/)
  await expect(settledOrder(shop, first.id)).resolves.toMatchObject({ status: 'confirmed' })
  await expect(settledOrder(shop, second.id)).resolves.toMatchObject({ status: 'confirmed' })
})

test('a fault is there until it is switched off, and what it takes away cannot be taken twice', async () => {
  await live.turn('pricing-stopped', true)
  await live.turn('order-poisoned', true)
  const withoutPrices = await postOrder(shop, teaFor(newCustomer()))
  const twice = live.turn('inventory-killed', true)
  await expect(twice).rejects.toMatchObject({ code: 'fault-excluded' })
  const during = onNow()

  await live.turn('pricing-stopped', false)
  const order = await placeOrder(shop)

  expect(withoutPrices.status).toBe(503)
  expect(during).toEqual(['pricing-stopped', 'order-poisoned'])
  await expect(settledOrder(shop, order.id)).resolves.toMatchObject({ status: 'confirmed' })
})

test('a held link keeps an order away from Kafka, a killed service is away until it is started', async () => {
  await live.turn('link-held', true)
  const held = await placeOrder(shop)
  await live.turn('link-held', false)
  await settledOrder(shop, held.id)
  await live.turn('order-killed', true)

  await expect(postOrder(shop, {})).rejects.toThrow()
  await expect(live.useStrategy('detached')).rejects.toMatchObject({ code: 'fault-excluded' })
  await live.reset()

  expect(onNow()).toEqual([])
  expect((await placeOrder(shop)).status).toBe('placed')
})

test('mails that are refused are kept for later', async () => {
  await live.turn('mail-refused', true)
  const order = await placeOrder(shop)

  const statement = 'select last_error from notification.deferred_mails where order_id = $1'
  const deferred = await eventually(async () => {
    const rows = await readRows<{ last_error: string }>(databaseUrl(), statement, [order.id])
    return rows[0] ?? false
  })

  expect(deferred.last_error).toContain('450')
})

test('who has the system alone has it as it was started; a failure leaves nothing changed', async () => {
  await live.turn('mail-refused', true)
  const failing = live.alone('an exercise runs', async ({ rig }) => {
    expect(onNow()).toEqual([])
    await rig.deploy({ order: { PUBLISH: 'detached' } })
    await rig.kill('pricing')
    await expect(live.turn('link-held', true)).rejects.toMatchObject({
      code: 'system-busy',
      message: expect.stringContaining('an exercise runs'),
    })
    throw new Error('the exercise failed')
  })

  await expect(failing).rejects.toThrow('the exercise failed')

  const order = await placeOrder(shop)
  await expect(settledOrder(shop, order.id)).resolves.toMatchObject({ status: 'confirmed' })
  expect(live.state()).toMatchObject({ strategy: 'durable' })
  expect(live.state()).not.toHaveProperty('busyWith')
})

function untilAnswered(traceId: string): Promise<readonly Span[]> {
  const isAnswered = (spans: readonly Span[]) => spans.some(({ name }) => name === 'POST /orders')
  const { store } = opened.system.receiver
  return store.waitForTrace(traceId, isAnswered, { timeoutMs: 30_000 })
}
