import { bodyParser } from '@koa/bodyparser'
import { createHttpServer, Router, requestScope } from '@tailspan/http'
import { createTaskRegistry } from '@tailspan/lifecycle'
import { createLog } from '@tailspan/telemetry'
import { answerQuestions, cpuSeconds } from '../measure/answer-questions.ts'
import { recordSpans } from '../measure/tracing.ts'

recordSpans()
const log = createLog({ service: 'bench', level: 'warn' })
const tasks = createTaskRegistry({ maxRunning: 5_000, maxQueued: 5_000, log })

/** The same answer with a span, a signal, a deadline, problems, late writes refused, and a detached task. */
const routes = new Router().post('/orders', bodyParser(), (ctx) => {
  const { sku } = ctx.request.body as { sku: string }
  tasks.run('nothing', sku, async () => {}, { scope: requestScope(ctx) })
  ctx.status = 202
  ctx.body = { sku }
})

const server = createHttpServer({ port: 0, routes, log })
await server.actor.start?.(new AbortController().signal)
answerQuestions(server.port(), { cpuSeconds })
