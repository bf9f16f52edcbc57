import { eventually, infrastructure, startKafkaLink, type TestDatabase } from '@tailspan/testkit'
import { expect, test } from 'vitest'
import { openInstance, openTables, openTopic } from './open-outbox.ts'
import { changeOrder, read } from './orders.ts'

// Much longer than any test waits: who needs a row before that must have got it back.
const longLease = { leaseMs: 600_000 }

test.each([
  ['the relay', { maxTasks: 0 }],
  ['the fast path', {}],
])(
  'O8 a stop gives back what %s had leased and not sent, and the next instance sends it at once',
  async (_, settings) => {
    await using tables = await openTables()
    const topic = await openTopic()
    await using link = await startKafkaLink(infrastructure())
    const stopping = await openInstance(tables, {
      ...longLease,
      ...settings,
      brokers: link.address,
    })
    const change = (name: string) => changeOrder(stopping, { topic, orderId: name })
    link.hold()
    await change('on the wire')
    await eventually(() => link.isHolding('order.changed'))
    for (let i = 0; i < 20; i++) await change(`waiting-${i}`)
    await eventually(async () => (await leased(tables)) === 21)

    await stopping[Symbol.asyncDispose]()
    // What may have left stays with the process that sent it: nobody knows yet whether the broker has it.
    await eventually(async () => (await leased(tables)) === 1)
    await link.close()
    await using _next = await openInstance(tables, longLease)
    await eventually(async () => (await read(topic)).length === 20, { timeoutMs: 60_000 })

    expect((await read(topic)).map(({ key }) => key)).not.toContain('on the wire')
  },
)

/** How many rows are somebody's for longer than a short pause. */
async function leased(tables: TestDatabase): Promise<number> {
  const [row] = await tables.query<{ n: number }>(
    `select count(*)::int as n from outbox where lease_until > now() + interval '10 s'`,
  )
  return row?.n ?? -1
}
