import { readFile } from 'node:fs/promises'
import {
  newCustomer,
  placeOrder,
  postOrder,
  runDlt,
  type Shop,
  settledOrder,
  storedOrders,
  teaFor,
} from '@tailspan/experiment'
import { openShop } from '@tailspan/experiment/vitest'
import type { ServiceName } from '@tailspan/manifest'
import { eventually, readMails, readRows } from '@tailspan/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
})
afterAll(() => shop[Symbol.asyncDispose]())

const patient = { timeoutMs: 60_000, intervalMs: 100 }
// Its own session writes, whatever the database is told.
const writing = '?options=-c%20default_transaction_read_only%3Doff'
const change = (statement: string) => readRows(`${shop.databaseUrl}${writing}`, statement)
const storing: readonly ServiceName[] = ['order', 'inventory', 'notification']

/** How a database becomes read-only: for every session at once, or for those that begin from now on. */
const ways = {
  async system(value: 'on' | 'off') {
    await change(`alter system set default_transaction_read_only = ${value}`)
    await change('select pg_reload_conf()')
  },
  async database(value: 'on' | 'off') {
    await change(`alter database tailspan set default_transaction_read_only = ${value}`)
    // As in a failover: who was connected has to connect again. Afterwards each has to find out by itself.
    if (value === 'on')
      await change(`select pg_terminate_backend(pid) from pg_stat_activity
        where usename in ('order', 'inventory', 'notification')`)
  },
}

test.each(['system', 'database'] as const)(
  'W1 while PostgreSQL is read-only (%s) orders are put off, nothing is buried, and all settle afterwards',
  async (way) => {
    shop.links.kafka.hold()
    const accepted = await Promise.all(Array.from({ length: 5 }, () => placeOrder(shop)))
    const written = (await inventoryLog()).length

    await ways[way]('on')
    shop.links.kafka.release()
    const refused = await refusedOrders(5)
    await eventually(async () => (await readiness()).every((status) => status === 503), patient)
    // More often than a record may fail by its own fault.
    await eventually(async () => (await mostRetries(written)) > 4, patient)
    await ways[way]('off')

    await eventually(async () => (await readiness()).every((status) => status === 200), patient)
    const later = await placeOrder(shop)
    const orders = [...accepted, later]
    const settled = await Promise.all(orders.map(({ id }) => settledOrder(shop, id)))
    expect(settled.map(({ status }) => status)).toEqual(orders.map(() => 'confirmed'))
    for (const { email } of orders) expect(await mailsTo(email)).toHaveLength(2)
    for (const { email, answer } of refused) {
      expect(answer).toEqual([503, '1', expect.stringMatching(unavailable)])
      expect(await storedOrders(shop, email)).toEqual([])
    }
    expect((await runDlt(shop, 'list')).out).toContain('no dead letters and no parked rows')
  },
)

// As long as inventory's sessions are those that were ended, it cannot say what is in stock.
const unavailable = /^(database|inventory)-unavailable$/

type Refusal = { readonly email: string; readonly answer: readonly unknown[] }

/** Posts orders until so many were not accepted, and tells how they were answered. */
async function refusedOrders(count: number): Promise<Refusal[]> {
  const refused: Refusal[] = []
  await eventually(async () => {
    const { email } = newCustomer()
    const answer = await postOrder(shop, teaFor({ email }))
    const { code } = (await answer.json()) as { code?: unknown }
    // Prices come from no database: that one took too long.
    if (answer.status !== 202 && code !== 'pricing-unavailable')
      refused.push({ email, answer: [answer.status, answer.headers.get('retry-after'), code] })
    return refused.length >= count
  }, patient)
  return refused
}

/** What each service that stores answers on its own port and on its debug port. */
async function readiness(): Promise<number[]> {
  const { ports } = shop.system
  const places = storing.flatMap((name) => [ports[name], ports[`${name}Debug`]])
  const ask = async (port: number) => (await fetch(`http://127.0.0.1:${port}/readyz`)).status
  return Promise.all(places.map(ask))
}

/** How often inventory has retried the record that it retried most, of the lines that it has written since. */
async function mostRetries(since: number): Promise<number> {
  const lines = (await inventoryLog()).slice(since).split('\n')
  const retried = lines.filter((line) => line.includes('"consumer.retrying"'))
  const places = Map.groupBy(retried, (line) => {
    const { partition, offset } = JSON.parse(line)
    return `${partition}/${offset}`
  })
  return Math.max(0, ...[...places.values()].map((same) => same.length))
}

function inventoryLog(): Promise<string> {
  return readFile(shop.system.part('inventory')?.process.logFile ?? '', 'utf8')
}

/** Both mails of an order, once they are there; a repeated one is there twice. */
async function mailsTo(email: string) {
  const mails = () => readMails(shop.system.mailUrl, { to: email })
  await eventually(async () => (await mails()).length >= 2, patient)
  return mails()
}
