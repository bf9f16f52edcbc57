import { eventually, infrastructure, startKafkaLink, uniqueId } from '@tailspan/testkit'
import { expect, onTestFinished, test } from 'vitest'
import type { KafkaClient } from '../../src/client/port/kafka-client.ts'
import type { ReadRange } from '../../src/client/port/topic-reader.ts'
import type { IncomingRecord } from '../../src/message/incoming-record.ts'
import type { OutgoingMessage } from '../../src/message/outgoing-message.ts'
import { changeFirstAnswer } from '../change-answers.ts'
import { openKafka } from '../open-kafka.ts'
import { rawClient } from '../write-strange.ts'
import { clients, messageOf, openProducing, openTopicWith, readRecords } from './given-client.ts'

const odd: OutgoingMessage['headers'] = Object.assign(Object.create(null), {
  ce_id: 'e-1',
  empty: '',
  none: null,
  'schlüssel 😀': 'ä',
  '': 'no name',
  binary: Buffer.from([0, 255, 128]),
  many: ['a', null, Buffer.from([1]), ''],
  constructor: 'c',
  hasOwnProperty: null,
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

test.each(clients)(
  '%s: what an aborted transaction has left is passed without a record, and told',
  async (_, client) => {
    const topic = await openTopicWith()
    await abort(topic, ['a'])

    const { records, reached } = await read(client, { topics: [topic] })
    // Behind the record that does not count stands the end of its transaction.
    await eventually(() => reached() === '1')

    expect(records).toEqual([])
  },
)

const notLeader = 6

test.each(clients)(
  '%s: who waits for the brokers reads on when a fetch was answered by one that does not lead any more',
  async (_, client) => {
    const topic = await openTopicWith()
    await using line = await openProducing(client, { topics: [topic] })
    await line.produce(topic, [{ messages: [messageOf(topic, 'a')] }])
    const answers = changeFirstAnswer({ key: 1, flexibleFrom: 12 }, notLeader)
    await using link = await startKafkaLink(infrastructure(), answers)

    const from = { topic, partition: 0, offset: '0' }
    const { records } = await read(client, { from }, [link.address])
    await eventually(() => records.length > 0)

    expect(answers.count()).toBe(1)
  },
)

/** Reads until the test is over, without being told that the brokers are away. */
async function read(
  client: KafkaClient,
  what: ReadRange,
  brokers: readonly string[] = openKafka().brokers,
) {
  const records: IncomingRecord[] = []
  let reached = '-1'
  const reader = client.openReader(openKafka({ brokers }))
  await reader.connect()
  const reading = await reader.read(what, {
    async onBatch(batch) {
      records.push(...batch.records)
      reached = batch.lastOffset
    },
  })
  onTestFinished(async () => {
    await reading.end()
    await reader.close()
  })
  return { records, reached: () => reached }
}

async function abort(topic: string, values: readonly string[]): Promise<void> {
  const transactionalId = uniqueId('transaction')
  const producer = rawClient().producer({
    transactionalId,
    maxInFlightRequests: 1,
    idempotent: true,
  })
  await producer.connect()
  try {
    const transaction = await eventually(() => producer.transaction())
    await transaction.send({ topic, messages: values.map((value) => ({ value })) })
    await transaction.abort()
  } finally {
    await producer.disconnect()
  }
}
