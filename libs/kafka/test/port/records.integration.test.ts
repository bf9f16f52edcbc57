import { expect, test } from 'vitest'
import type { OutgoingMessage } from '../../src/message/outgoing-message.ts'
import { clients, messageOf, openProducing, openTopicWith, readRecords } from './given-client.ts'

const odd: OutgoingMessage['headers'] = Object.assign(Object.create(null), {
  ...{ ce_id: 'e-1', empty: '', none: null, 'schlüssel 😀': 'ä', '': 'no name' },
  binary: Buffer.from([0, 255, 128]),
  many: ['a', null, Buffer.from([1]), ''],
  ...{ constructor: 'c', hasOwnProperty: null },
})
Object.defineProperty(odd, '__proto__', { value: 'p', enumerable: true })

const strange: readonly Partial<OutgoingMessage>[] = [
  { key: null, value: null },
  { key: '', value: '' },
  { key: Buffer.from([0, 255]), value: Buffer.alloc(70_000, 7) },
  { key: 'order-1', value: 'ä€😀', headers: odd },
]

const bytesOf = (value: unknown) => (typeof value === 'string' ? Buffer.from(value) : value)

function expected({ key, value, headers = {} }: Partial<OutgoingMessage>) {
  const entries = Object.entries(headers).map(([name, header]) => {
    return [name, Array.isArray(header) ? header.map(bytesOf) : bytesOf(header)]
  })
  return { key: bytesOf(key), value: bytesOf(value), headers: entries.toSorted() }
}

const pairs = clients.flatMap(([writes, writer]) =>
  clients.map(([reads, reader]) => ({ writes, reads, writer, reader })),
)

test.each(pairs)(
  'X2 $writes writes and $reads reads: keys, values and headers come out as they went in',
  async ({ writer, reader }) => {
    const topic = await openTopicWith()
    await using line = await openProducing(writer, { topics: [topic] })
    const messages = strange.map((parts) => ({ ...messageOf(topic, ''), ...parts }))

    await line.produce(topic, [{ messages }])
    const records = await readRecords(reader, { topics: [topic] }, messages.length)

    const read = records.map(({ key, value, headers }) => {
      return { key, value, headers: Object.entries(headers).toSorted() }
    })
    expect(read).toEqual(strange.map(expected))
    expect(records.map(({ offset }) => offset)).toEqual(['0', '1', '2', '3'])
  },
)

test.each(clients)('%s: a topic is read from a place on', async (_, client) => {
  const topic = await openTopicWith()
  await using line = await openProducing(client, { topics: [topic] })
  const messages = ['a', 'b', 'c'].map((value) => messageOf(topic, value))
  await line.produce(topic, [{ messages }])

  const records = await readRecords(client, { from: { topic, partition: 0, offset: '1' } }, 2)

  expect(records.map(({ value }) => String(value))).toEqual(['b', 'c'])
})
