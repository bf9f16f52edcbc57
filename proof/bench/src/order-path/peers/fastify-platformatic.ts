import type { AddressInfo } from 'node:net'
import { ProduceAcks, Producer, stringSerializers } from '@platformatic/kafka'
import { fastify } from 'fastify'
import { answerQuestions, cpuSeconds } from '../../measure/answer-questions.ts'
import { type Order, takeOrder } from '../order.ts'
import { report } from './report.ts'

const [brokers = '', topic = ''] = process.argv.slice(2)
const producer = new Producer({
  clientId: 'peer',
  bootstrapBrokers: brokers.split(','),
  serializers: stringSerializers,
  acks: ProduceAcks.ALL,
})

/** The quickest published pair: one `send` for each request, and nobody waits for it. */
const app = fastify()
app.post<{ Body: Order }>('/orders', (request, reply) => {
  const { event, answer } = takeOrder(request.body)
  const messages = [{ topic, key: event.orderId, value: JSON.stringify(event) }]
  producer.send({ messages }).catch(report)
  reply.code(202).send(answer)
})

await producer.metadata({ topics: [topic] })
await app.listen({ port: 0, host: '127.0.0.1' })
answerQuestions((app.server.address() as AddressInfo).port, { cpuSeconds })
