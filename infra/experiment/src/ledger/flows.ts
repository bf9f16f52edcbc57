import type { Stored, StoredOrder } from './read-orders.ts'
import type { GroupId, Records } from './read-records.ts'

/** What became of one kind of event in one consumer group; each set is found by itself. */
export type Flow = {
  readonly name: string
  /** Orders about which the event was said: by a row that was committed. */
  readonly said: ReadonlySet<string>
  /** Its effect is in the database. */
  readonly delivered: ReadonlySet<string>
  readonly deadLettered: ReadonlySet<string>
  /** In an outbox, on the topic and not taken by the group, or kept by it for later. */
  readonly pending: ReadonlySet<string>
  /** In none of them. */
  readonly lost: ReadonlySet<string>
}

type Rule = {
  readonly name: string
  readonly groupId: GroupId
  /** The event that this order's row stands for; none when it stands for none. */
  readonly event: (order: StoredOrder, stored: Stored) => string | undefined
  readonly hasEffect: (order: StoredOrder, stored: Stored) => boolean
  /** Whether the group keeps the event, to handle it later. */
  readonly isKept?: (order: StoredOrder, stored: Stored) => boolean
}

const settled = ({ status }: StoredOrder) => status !== 'placed'

/** Who has to do what about an order, one line for each event and group. */
const rules: readonly Rule[] = [
  {
    name: 'order.placed → inventory',
    groupId: 'inventory',
    event: () => 'order.placed',
    hasEffect: ({ id }, { holds }) => holds.has(id),
  },
  {
    name: 'order.placed → notification',
    groupId: 'notification',
    event: () => 'order.placed',
    hasEffect: ({ id }, { mails }) => mails.has(`placed/${id}`),
    isKept: ({ id }, { deferred }) => deferred.has(`placed/${id}`),
  },
  {
    name: 'stock.held → order',
    groupId: 'order',
    event: ({ id }, { holds }) => (holds.has(id) ? 'stock.held' : undefined),
    hasEffect: settled,
  },
  {
    name: 'order.confirmed → notification',
    groupId: 'notification',
    event: (order) => (settled(order) ? `order.${order.status}` : undefined),
    hasEffect: ({ id, status }, { mails }) => mails.has(`${status}/${id}`),
    isKept: ({ id, status }, { deferred }) => deferred.has(`${status}/${id}`),
  },
]

/** Sorts the orders, once for each event and group. */
export function readFlows(stored: Stored, records: Records): Flow[] {
  return rules.map((rule) => readFlow(rule, stored, records))
}

function readFlow(rule: Rule, stored: Stored, records: Records): Flow {
  const said = [...stored.orders.values()].filter((order) => rule.event(order, stored))
  const ids = (holds: (order: StoredOrder, name: string) => boolean) => {
    const found = said.filter((order) => holds(order, `${rule.event(order, stored)}/${order.id}`))
    return new Set(found.map(({ id }) => id))
  }
  const delivered = ids((order) => rule.hasEffect(order, stored))
  const deadLettered = ids((_, name) => records.letters.has(`${rule.groupId}/${name}`))
  const pending = ids(
    (order, name) =>
      stored.waiting.has(name) ||
      isUntaken(records, name, rule.groupId) ||
      Boolean(rule.isKept?.(order, stored)),
  )
  const somewhere = [delivered, deadLettered, pending]
  const lost = ids(({ id }) => !somewhere.some((place) => place.has(id)))
  return { name: rule.name, said: ids(() => true), delivered, deadLettered, pending, lost }
}

function isUntaken({ copies }: Records, name: string, groupId: GroupId): boolean {
  return copies.get(name)?.some(({ untaken }) => untaken.includes(groupId)) ?? false
}
