import { randomUUID } from 'node:crypto'
import { placeOrderRequest } from '@tailspan/contracts'
import { createHttpServer, Router, readBody, requestScope } from '@tailspan/http'
import { createProducer } from '@tailspan/kafka'
import { createTaskRegistry } from '@tailspan/lifecycle'
import { createLog } from '@tailspan/telemetry'
import { answerQuestions, cpuSeconds } from '../measure/answer-questions.ts'
import { openKafka } from '../measure/open-kafka.ts'
import { takeOrder } from './order.ts'

const [brokers = '', topic = '', client = ''] = process.argv.slice(2)
const log = createLog({ service: 'bench', level: 'warn' })
const kafka = await openKafka({ brokers, client, log })
const producer = createProducer(kafka, { topics: [topic] })
const tasks = createTaskRegistry({ maxRunning: 5_000, maxQueued: 5_000, log })

/** As the order service does with PUBLISH=detached, without its peers and its database. */
const routes = new Router().post('/orders', async (ctx) => {
  const { event, answer } = takeOrder(await readBody(ctx, placeOrderRequest))
  const scope = requestScope(ctx)
  const time = new Date().toISOString()
  const cloudEvent = { id: randomUUID(), type: 'order.placed', source: '/order', time }
  const message = producer.create(
    topic,
    { ...cloudEvent, subject: event.orderId, data: event },
    scope,
  )
  tasks.run(
    'send orders',
    message,
    (data, detached) => producer.send(data, { scope: detached, detached: true }),
    { scope, span: 'none' },
  )
  ctx.status = 202
  ctx.body = answer
})

const life = new AbortController().signal
const server = createHttpServer({ port: 0, routes, log })
for (const actor of [producer.actor, tasks.actor, server.actor]) await actor.start?.(life)
answerQuestions(server.port(), { cpuSeconds })
