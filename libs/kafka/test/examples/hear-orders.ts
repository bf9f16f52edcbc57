import { createConsumer, createKafka, createKafkaAdmin, createProducer } from '@tailspan/kafka'
import { createGroup } from '@tailspan/lifecycle'
import { detach, rootScope } from '@tailspan/scope'
import { createLog } from '@tailspan/telemetry'
import { z } from 'zod'

const [broker = 'localhost:9092', topic = 'orders'] = process.argv.slice(2)
const log = createLog({ service: 'mail' })
const kafka = await createKafka({ brokers: [broker], clientId: 'mail', log })
const heard = new AbortController()

const producer = createProducer(kafka, { topics: [topic] })
const consumer = createConsumer(kafka, {
  groupId: `mail of ${topic}`,
  topics: [topic],
  handlers: {
    'order.placed': {
      schema: z.object({ orderId: z.string() }),
      async handle({ data }, _scope) {
        log.info('order.heard', data)
        heard.abort()
      },
    },
  },
  producer, // for the dead letters
})

const group = createGroup({ graceMs: 5_000 })
group.add(createKafkaAdmin(kafka, { reads: [{ topic, partitions: 1 }] }).actor)
group.add(producer.actor)
group.add({ name: 'orders', start: placeOrders })
group.add(consumer.actor) // ends the group when it is dead for good
await group.run(heard.signal)

async function placeOrders(): Promise<void> {
  const event = { type: 'order.placed', source: '/order', time: new Date().toISOString() }
  const message = producer.create(
    topic,
    { ...event, id: 'e-1', subject: 'o-1', data: { orderId: 'o-1' } },
    rootScope,
  )
  const scope = detach(rootScope) // the trace goes on, the request's cancellation stays behind
  await producer.send({ ...message, value: 'no JSON' }, { scope, detached: true })
  await producer.send(message, { scope, detached: true })
}
