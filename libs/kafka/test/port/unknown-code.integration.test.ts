import { eventually, infrastructure, startKafkaLink } from '@tailspan/testkit'
import { expect, test } from 'vitest'
import { changeFirstAnswer } from '../change-answers.ts'
import { givenConsumer } from '../given-consumer.ts'
import { givenProducer } from '../given-producer.ts'
import { openKafka } from '../open-kafka.ts'
import { createOrderPlaced } from '../order-events.ts'
import { clients } from './given-client.ts'

const patient = { timeoutMs: 60_000 }
// No Kafka has it yet.
const code = 9_999

const apis = {
  Fetch: { key: 1, flexibleFrom: 12 },
  JoinGroup: { key: 11, flexibleFrom: 6 },
  Heartbeat: { key: 12, flexibleFrom: 4 },
  SyncGroup: { key: 14, flexibleFrom: 4 },
}

const rows = clients.flatMap(([name, client]) =>
  Object.entries(apis).map(([asked, api]) => ({ name, client, asked, api })),
)

test.each(rows)(
  'C9 $name: a consumer goes on when a later broker answers $asked with a code that its client does not know',
  async ({ client, api }) => {
    await using sender = await givenProducer()
    const answers = changeFirstAnswer(api, code)
    await using link = await startKafkaLink(infrastructure(), answers)
    const kafka = { ...openKafka({ brokers: [link.address] }), client }
    await using consumer = await givenConsumer({ kafka, ...sender, heartbeatMs: 100 })
    const ended = consumer.ended.then(
      () => 'ended',
      (error: Error) => `ended by ${error.cause}`,
    )

    await eventually(() => answers.count() > 0, patient)
    const event = createOrderPlaced()
    await sender.say(consumer.topic, event)
    const heard = eventually(() => consumer.handled().includes(event.id), patient)

    expect(await Promise.race([heard, ended])).toBe(true)
  },
)
