import type { OrderAccepted, PlaceOrderRequest } from '@tailspan/contracts'
import { all, type Scope } from '@tailspan/scope'
import { IdempotencyKeyInUse } from './errors.ts'
import { type AnsweredKeys, type IdempotencyKey, keptForMs } from './idempotency.ts'
import { type Order, orderPlaced, toAccepted } from './order.ts'
import type { OrderPublisher, PublishSlot } from './order-publisher.ts'
import type { OrderStore } from './order-store.ts'
import type { Prices, Stock } from './peers.ts'

type Needs<Tx> = {
  readonly stock: Stock
  readonly prices: Prices
  readonly orders: OrderStore<Tx>
  readonly keys: AnsweredKeys
  readonly publisher: OrderPublisher<Tx>
  readonly now: () => Date
  readonly newId: () => string
}

type Request = PlaceOrderRequest & { readonly idempotencyKey?: IdempotencyKey }

export type PlaceOrder = (request: Request, scope: Scope) => Promise<OrderAccepted>

/** Until the commit the request's cancellation counts; from the commit on the order goes on alone. */
export function createPlaceOrder<Tx>(needs: Needs<Tx>): PlaceOrder {
  const { keys, publisher } = needs
  return async function placeOrder({ idempotencyKey: key, ...request }, scope) {
    const answer = key && (await keys.find(key, scope))
    if (answer) return answer
    const order = await priceOrder(request, needs, scope)
    using slot = publisher.reserve()
    const isStored = await storeOrder({ order, key, slot }, needs, scope)
    if (!isStored && key) return findAnswer(key, keys, scope)
    slot.publish(orderPlaced(order), scope)
    return toAccepted(order)
  }
}

async function priceOrder(
  { customer, lines }: PlaceOrderRequest,
  { stock, prices, now, newId }: Pick<Needs<never>, 'stock' | 'prices' | 'now' | 'newId'>,
  scope: Scope,
): Promise<Order> {
  const [, quote] = await all(scope, [
    (subtask: Scope) => stock.checkSkus(lines, subtask),
    (subtask: Scope) => prices.quote(lines, subtask),
  ])
  return {
    id: newId(),
    email: customer.email,
    lines,
    totalCents: quote.totalCents,
    currency: quote.currency,
    status: 'placed',
    placedAt: now(),
    placedEventId: newId(),
  }
}

type Storing<Tx> = {
  readonly order: Order
  readonly key: IdempotencyKey | undefined
  readonly slot: PublishSlot<Tx>
}

/** One transaction: the key, the order, its event. False when a request with the key has finished before: then nothing is stored. */
function storeOrder<Tx>(
  { order, key, slot }: Storing<Tx>,
  { orders, now }: Needs<Tx>,
  scope: Scope,
): Promise<boolean> {
  const expiresAt = new Date(now().getTime() + keptForMs)
  const answered = key && { ...key, answer: toAccepted(order), expiresAt }
  const announce = (tx: Tx) => slot.store(orderPlaced(order), tx, scope)
  return orders.add(order, { answered, announce }, scope)
}

async function findAnswer(key: IdempotencyKey, keys: AnsweredKeys, scope: Scope) {
  const answer = await keys.find(key, scope)
  // Its answer has expired in this very moment.
  if (!answer) throw new IdempotencyKeyInUse()
  return answer
}
