import { orderAccepted } from '@tailspan/contracts'
import { newCustomer, postPatiently, type Shop, settledOrder } from '@tailspan/experiment'
import { eventually, readMails, readRows } from '@tailspan/testkit'
import { expect } from 'vitest'

type Bought = { readonly id: string; readonly email: string }

/** Buys one mug for each of so many customers at once, at these doors in turn. */
export async function buyMugs(doors: readonly Shop[], count: number): Promise<readonly Bought[]> {
  const customers = Array.from({ length: count }, newCustomer)
  const shops = customers.map((_, i) => doors[i % doors.length] as Shop)
  return Promise.all(customers.map((customer, i) => buyMug(shops[i] as Shop, customer)))
}

async function buyMug(shop: Shop, customer: { readonly email: string }): Promise<Bought> {
  const order = { customer, lines: [{ sku: 'mug', quantity: 1 }] }
  // Who asks again, because a service starts anew, has one order.
  const headers = { 'idempotency-key': `"${crypto.randomUUID()}"` }
  const answer = await postPatiently(shop, order, headers)
  const { id } = orderAccepted.parse(await answer.json())
  return { id, email: customer.email }
}

/** Each is confirmed, with two different mails however often each has come, and nothing waits to be published. */
export async function allConfirmed(shop: Shop, bought: readonly Bought[]): Promise<void> {
  const settled = await Promise.all(bought.map(({ id }) => settledOrder(shop, id)))
  expect(new Set(settled.map(({ status }) => status))).toEqual(new Set(['confirmed']))
  await eventually(async () => (await outboxRows(shop)).length === 0)
  for (const { email } of bought) {
    const mails = () => readMails(shop.system.mailUrl, { to: email })
    await eventually(async () => (await mails()).length >= 2)
    expect(new Set((await mails()).map(({ messageId }) => messageId)).size).toBe(2)
  }
}

/** Of all customers, in the one stock that there is. */
export async function availableMugs(shop: Shop): Promise<number> {
  const statement = "select available from inventory.stock where sku = 'mug'"
  const [row] = await readRows<{ available: number }>(shop.databaseUrl, statement)
  return row?.available ?? Number.NaN
}

function outboxRows(shop: Shop): Promise<unknown[]> {
  const statement = 'select id from "order".outbox union all select id from inventory.outbox'
  return readRows(shop.databaseUrl, statement)
}
