import { Router, readBody, requestScope } from '@tailspan/http'
import { jobRequest } from '@tailspan/starter-contracts'
import type { AcceptJob } from '../domain/accept-job.ts'
import { openApi } from './open-api.ts'

export function jobRoutes({ acceptJob }: { readonly acceptJob: AcceptJob }): Router {
  return new Router()
    .post('/jobs', async (ctx) => {
      const request = await readBody(ctx, jobRequest)
      ctx.body = await acceptJob(request, requestScope(ctx))
      ctx.status = 202
    })
    .get('/openapi.json', (ctx) => {
      ctx.body = openApi
    })
}
