import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { bodyParser } from '@koa/bodyparser'
import Router from '@koa/router'
import Koa from 'koa'
import { answerQuestions, cpuSeconds } from '../measure/answer-questions.ts'

/** The peer: nothing but the answer. */
const routes = new Router().post('/orders', bodyParser(), (ctx) => {
  ctx.status = 202
  ctx.body = { sku: (ctx.request.body as { sku: string }).sku }
})

const server = new Koa().use(routes.routes()).use(routes.allowedMethods()).listen(0, '127.0.0.1')
await once(server, 'listening')
answerQuestions((server.address() as AddressInfo).port, { cpuSeconds })
