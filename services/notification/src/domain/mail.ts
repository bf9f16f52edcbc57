import type { EventData } from '@tailspan/contracts'

export type Occasion = 'placed' | 'confirmed' | 'rejected'

/** A mail before it is sent; the same occasion always has the same `messageId`. */
export type Mail = {
  readonly messageId: string
  readonly occasion: Occasion
  readonly orderId: string
  /** When what it tells of has happened, ISO 8601. */
  readonly happenedAt: string
  readonly to: string
  readonly subject: string
  readonly text: string
  readonly html: string
}

/** The order as the mail tells it; both occasions know these facts. */
type Facts = Pick<
  EventData<'order.placed'>,
  'orderId' | 'customer' | 'lines' | 'totalCents' | 'currency'
>

export function placedMail(order: EventData<'order.placed'>): Mail {
  return compose('placed', order, {
    happenedAt: order.placedAt,
    subject: `We have your order ${shortId(order)}`,
    opening: 'Thank you, we have your order. We will write again as soon as it is settled.',
  })
}

export function confirmedMail(order: EventData<'order.confirmed'>): Mail {
  return compose('confirmed', order, {
    happenedAt: order.settledAt,
    subject: `Your order ${shortId(order)} is confirmed`,
    opening: 'Everything you ordered is in stock and held for you.',
  })
}

export function rejectedMail(order: EventData<'order.rejected'>): Mail {
  return compose('rejected', order, {
    happenedAt: order.settledAt,
    subject: `Your order ${shortId(order)} could not be filled`,
    opening: `We are sorry: ${order.reason}. Nothing will be charged.`,
  })
}

function compose(occasion: Occasion, order: Facts, words: Words): Mail {
  const total = `Total: ${(order.totalCents / 100).toFixed(2)} ${order.currency}`
  const lines = order.lines.map(({ sku, quantity }) => `${quantity} × ${sku}`)
  return {
    messageId: `<order.${occasion}.${order.orderId}@tailspan.example>`,
    occasion,
    orderId: order.orderId,
    happenedAt: words.happenedAt,
    to: order.customer.email,
    subject: words.subject,
    text: [words.opening, '', ...lines.map((line) => `  ${line}`), '', total, ''].join('\n'),
    html: toHtml({ opening: words.opening, lines, total }),
  }
}

type Words = Pick<Mail, 'subject' | 'happenedAt'> & { readonly opening: string }
type Body = { readonly opening: string; readonly lines: readonly string[]; readonly total: string }

function toHtml({ opening, lines, total }: Body): string {
  const items = lines.map((line) => `<li>${escapeHtml(line)}</li>`).join('')
  return `<p>${escapeHtml(opening)}</p><ul>${items}</ul><p>${escapeHtml(total)}</p>`
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => entities[character] ?? character)
}

// The last group of a version 7 id is random; its first group is a time that neighbours share.
function shortId({ orderId }: Facts): string {
  return orderId.slice(-12)
}
