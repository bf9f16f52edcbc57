import { IncomingMessage } from 'node:http'
import { setImmediate as turn } from 'node:timers/promises'
import { queryObjects } from 'node:v8'
import { bodyParser } from '@koa/bodyparser'
import { createHttpServer, Router, requestScope } from '@tailspan/http'
import { createTaskRegistry } from '@tailspan/lifecycle'
import { createLog } from '@tailspan/telemetry'
import { answerQuestions } from '../measure/answer-questions.ts'
import { recordSpans } from '../measure/tracing.ts'

recordSpans()
const log = createLog({ service: 'bench', level: 'warn' })
const anHourMs = 3_600_000
const tasks = createTaskRegistry({
  maxRunning: 20_000,
  maxQueued: 0,
  taskTimeoutMs: anHourMs,
  log,
})
const never = new Promise<void>(() => {})

type Order = { readonly sku: string; readonly isPending: boolean; readonly span: 'task' | 'none' }

const routes = new Router().post('/orders', bodyParser(), (ctx) => {
  const { sku, isPending, span } = ctx.request.body as Order
  tasks.run('send orders', { sku, isPending }, work, { scope: requestScope(ctx), span })
  ctx.status = 202
  ctx.body = { sku }
})

/** Needs its data until the end, as real work does. */
async function work(data: Pick<Order, 'sku' | 'isPending'>): Promise<string> {
  if (data.isPending) await never
  return data.sku
}

async function collectGarbage(): Promise<void> {
  for (let round = 0; round < 5; round += 1) {
    await turn()
    globalThis.gc?.()
  }
}

const server = createHttpServer({ port: 0, routes, log })
await server.actor.start?.(new AbortController().signal)
answerQuestions(server.port(), {
  pendingTasks: () => tasks.pending().length,
  async heapBytes() {
    await collectGarbage()
    return process.memoryUsage().heapUsed
  },
  async liveRequests() {
    await collectGarbage()
    return Number(queryObjects(IncomingMessage, { format: 'count' }))
  },
})
