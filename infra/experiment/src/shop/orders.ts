import {
  type OrderAccepted,
  type OrderView,
  orderAccepted,
  orderView,
  topics,
} from '@tailspan/contracts'
import { eventually, readRows, readTopic, type TopicRecord, uniqueId } from '@tailspan/testkit'
import type { Headers, Post, WaitingClient } from './leaving-clients.ts'
import type { Shop } from './shop.ts'

// What each of these needs of a shop, so that they know a system in containers as well.
type Door = Pick<Shop, 'orderUrl'>
type Store = Pick<Shop, 'databaseUrl'>
type Topics = { readonly system: Pick<Shop['system'], 'kafkaBrokers'> }

/** A customer that no other test writes to. */
export function newCustomer(): { readonly email: string } {
  return { email: `${uniqueId('ada')}@example.com` }
}

/** A good order for a customer. */
export function teaFor(customer: { readonly email: string }) {
  return { customer, lines: [{ sku: 'tea', quantity: 2 }] }
}

export type Placed = OrderAccepted & { readonly traceId: string; readonly email: string }

/** Places a good order and insists on its answer. */
export async function placeOrder(
  shop: Door,
  headers: Record<string, string> = {},
): Promise<Placed> {
  const customer = newCustomer()
  const answer = await postPatiently(shop, teaFor(customer), headers)
  if (answer.status !== 202) throw new Error(`not accepted: ${await answer.text()}`)
  const accepted = orderAccepted.parse(await answer.json())
  return { ...accepted, traceId: traceIdOf(answer), email: customer.email }
}

/** Posts, and again while the answer is to come back later: on a busy machine a peer may take too long. */
export async function postPatiently(...post: Parameters<typeof postOrder>): Promise<Response> {
  return eventually(
    async () => {
      const answer = await postOrder(...post)
      return answer.headers.has('retry-after') ? false : answer
    },
    { intervalMs: 200 },
  )
}

/** Posts anything at all. */
export function postOrder(
  { orderUrl }: Door,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<Response> {
  return fetch(`${orderUrl}/orders`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
}

/** The trace that an answer says it belongs to. */
export function traceIdOf(answer: Response): string {
  return answer.headers.get('traceresponse')?.split('-')[1] ?? 'no traceresponse'
}

/** Lets a client order that leaves later; one that is put off leaves at once, and the next one orders. */
export async function postUntilStored(
  post: Post,
  shop: Door & Store,
  { order, headers }: { readonly order: ReturnType<typeof teaFor>; readonly headers?: Headers },
): Promise<{ readonly client: WaitingClient; readonly orderId: string }> {
  for (;;) {
    const client = await post(shop.orderUrl, order, headers)
    const [orderId] = await eventually(async () => {
      const stored = await storedOrders(shop, order.customer.email)
      return (stored.length > 0 || client.isPutOff()) && stored
    })
    if (orderId) return { client, orderId }
    await client.leave()
  }
}

/** Asks for an order until it is settled. */
export async function settledOrder({ orderUrl }: Door, id: string): Promise<OrderView> {
  return eventually(
    async () => {
      const order = orderView.parse(await (await fetch(`${orderUrl}/orders/${id}`)).json())
      return order.status === 'placed' ? false : order
    },
    { timeoutMs: 60_000 },
  )
}

/** The ids of a customer's orders that are really stored. */
export async function storedOrders({ databaseUrl }: Store, email: string): Promise<string[]> {
  const statement = 'select id from "order".orders where email = $1'
  const rows = await readRows<{ id: string }>(databaseUrl, statement, [email])
  return rows.map(({ id }) => id)
}

/** Waits until a customer's order is committed. */
export async function storedOrder(shop: Store, email: string): Promise<string> {
  return eventually(async () => (await storedOrders(shop, email))[0] ?? false)
}

/** What really lies in the topic about an order. */
export async function recordsOf({ system }: Topics, orderId: string): Promise<TopicRecord[]> {
  const records = await readTopic(system.kafkaBrokers, topics.orders.topic)
  return records.filter(({ key }) => key === orderId)
}

/** Waits until the topic has the record of a placed order. */
export function placedRecord(shop: Topics, orderId: string): Promise<TopicRecord> {
  return eventually(
    async () => {
      const records = await recordsOf(shop, orderId)
      return records.find(({ headers }) => headers.ce_type === 'order.placed') ?? false
    },
    { timeoutMs: 60_000, intervalMs: 200 },
  )
}

/** Lets the link go and starts the service anew, so that whatever the old one still had is decided. */
export async function settleLink({ links, reopen }: Shop): Promise<void> {
  links.kafka.release()
  await reopen({})
}
