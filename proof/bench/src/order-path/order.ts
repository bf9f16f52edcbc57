import { randomUUID } from 'node:crypto'

/** What is posted. */
export type Order = {
  readonly customer: { readonly email: string }
  readonly lines: readonly { readonly sku: string; readonly quantity: number }[]
}

export const body = JSON.stringify({
  customer: { email: 'ada@example.com' },
  lines: [{ sku: 'tea', quantity: 2 }],
} satisfies Order)

/** What each contender makes of it: the data of an event, and the answer. */
export function takeOrder({ customer, lines }: Order) {
  const orderId = randomUUID()
  const message = 'confirmation mail will be delivered shortly'
  return { event: { orderId, customer, lines }, answer: { id: orderId, status: 'placed', message } }
}
