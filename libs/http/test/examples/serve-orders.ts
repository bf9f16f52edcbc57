import { createHttpServer, Router, readBody, requestScope } from '@tailspan/http'
import { createGroup } from '@tailspan/lifecycle'
import { afterCancel } from '@tailspan/scope'
import { createLog } from '@tailspan/telemetry'
import { z } from 'zod'
import { leaveEarly } from './leave-early.ts'

const log = createLog({ service: 'shop' })
const over = Promise.withResolvers<void>()

const routes = new Router()
  .post('/orders', async (ctx) => {
    ctx.body = await readBody(ctx, z.strictObject({ sku: z.string() }))
    ctx.status = 202
  })
  .get('/slow', async (ctx) => {
    const scope = requestScope(ctx) // its trace, its baggage, its signal
    afterCancel(scope, over.resolve)
    await over.promise
    log.info('request.over', { reason: scope.signal.reason.code })
  })

const server = createHttpServer({ port: 0, protocol: 'h2c', routes, log })

const group = createGroup({ graceMs: 5_000 })
group.add(server.actor)
group.add({ name: 'client', run: () => leaveEarly(server.port()).then(() => over.promise) })
await group.run()
