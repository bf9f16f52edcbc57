import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { createHttpServer } from '@tailspan/http'
import { expect, onTestFinished, test } from 'vitest'
import type { Order } from '../src/domain/order.ts'
import { createBatchedFind } from '../src/http/batched-find.ts'
import { orderRoutes } from '../src/http/order-routes.ts'
import { createSettlementPoller } from '../src/http/settlement-poller.ts'
import { createWatchOrder } from '../src/http/watch-order.ts'

const id = '01996b3c-7d7e-7000-8000-000000000001'
const placed: Order = {
  id,
  email: 'ada@example.com',
  lines: [],
  totalCents: 0,
  currency: 'EUR',
  status: 'placed',
  placedAt: new Date(1),
  placedEventId: 'p',
}
const confirmed: Order = {
  ...placed,
  status: 'confirmed',
  settledAt: new Date(2),
  settledEventId: 's',
}

test('L2 an EventSource that reconnects is told each step once, and stops after the last', async () => {
  const shop = await openShop()
  const child = watch(`${shop.url}/orders/${id}/events`)

  const lines: string[] = []
  for await (const line of createInterface(child.stdout)) {
    lines.push(line)
    // Its stream was too old: it is there again, and has not heard the first step twice.
    if (line === 'reconnected') shop.settle()
    if (line === 'closed') child.kill()
  }

  const steps = ['order.placed p', 'order.confirmed s']
  expect(lines.filter((line) => line !== 'reconnected')).toEqual([...steps, 'closed'])
}, 60_000)

test.each([
  [undefined, 200, ['p', 's']],
  ['', 200, ['p', 's']],
  ['p', 200, ['s']],
  ['s', 204, []],
  ['p, s', 200, ['p', 's']],
  ['ü'.repeat(9), 200, ['p', 's']],
])('L2 Last-Event-ID %j of a settled order is answered with %i', async (last, status, ids) => {
  const shop = await openShop()
  shop.settle()
  const headers =
    last === undefined ? {} : { 'Last-Event-ID': Buffer.from(last).toString('latin1') }

  const answer = await fetch(`${shop.url}/orders/${id}/events`, { headers })

  const told = (await answer.text()).matchAll(/^id: (.*)$/gm)
  expect([answer.status, Array.from(told, ([, told]) => told)]).toEqual([status, ids])
})

test('L2 an id in capital letters is the same order, also while it is waited for', async () => {
  const shop = await openShop({ eventStreamAgeMs: 60_000 })
  const events = await fetch(`${shop.url}/orders/${id.toUpperCase()}/events`)
  shop.settle()

  expect(events.status).toBe(200)
  expect(await events.text()).toContain('order.confirmed')
})

function watch(url: string) {
  const program = join(import.meta.dirname, 'programs/watch-until-closed.ts')
  const child = spawn(
    process.execPath,
    ['--no-warnings', '--experimental-eventsource', program, url],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  onTestFinished(async () => {
    if (child.exitCode === null && child.kill('SIGKILL')) await once(child, 'exit')
  })
  return child
}

async function openShop({ eventStreamAgeMs = 100 } = {}) {
  let current = placed
  const unused = () => Promise.reject(new Error('not asked'))
  const orders = {
    find: async () => current,
    findMany: async () => [current],
    findSettled: async () => (current.settledAt ? [current] : []),
    add: unused,
    settle: unused,
  }
  const log = { debug() {}, info() {}, warn() {}, error() {} }
  const settlements = createSettlementPoller({ orders, log, pollMs: 1 })
  const watchOrder = createWatchOrder({ findOrder: createBatchedFind(orders), settlements })
  const server = createHttpServer({
    port: 0,
    log,
    limits: { eventStreamAgeMs },
    routes: orderRoutes({ placeOrder: unused, orders, watchOrder }),
  })
  await server.actor.start?.(new AbortController().signal)
  onTestFinished(async () => void (await server.actor.stop?.(AbortSignal.abort(), 0)))
  return {
    url: `http://127.0.0.1:${server.port()}`,
    settle() {
      current = confirmed
    },
  }
}
