import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { bodyParser } from '@koa/bodyparser'
import Router from '@koa/router'
import { Kafka, logLevel } from 'kafkajs'
import Koa from 'koa'
import { answerQuestions, cpuSeconds } from '../../measure/answer-questions.ts'
import { type Order, takeOrder } from '../order.ts'
import { report } from './report.ts'

const [brokers = '', topic = '', way = 'unawaited'] = process.argv.slice(2)
const kafka = new Kafka({ brokers: brokers.split(','), clientId: 'peer', logLevel: logLevel.ERROR })
const producer = kafka.producer()
await producer.connect()

/** As tutorials have it: one `send` for each request, which somebody waits for or nobody. */
const routes = new Router().post('/orders', async (ctx) => {
  const { event, answer } = takeOrder(ctx.request.body as Order)
  const messages = [{ key: event.orderId, value: JSON.stringify(event) }]
  const sent = producer.send({ topic, messages })
  if (way === 'awaited') await sent
  else sent.catch(report)
  ctx.status = 202
  ctx.body = answer
})

const app = new Koa().use(bodyParser()).use(routes.routes()).use(routes.allowedMethods())
const server = app.listen(0, '127.0.0.1')
await once(server, 'listening')
answerQuestions((server.address() as AddressInfo).port, { cpuSeconds })
