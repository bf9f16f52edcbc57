import { Router } from '@tailspan/http'
import { asyncApi } from './async-api.ts'

/** Its only route is its document. */
export function documentRoutes(): Router {
  return new Router().get('/asyncapi.json', (ctx) => {
    ctx.body = asyncApi
  })
}
