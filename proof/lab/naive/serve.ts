import { createServer } from 'node:http'
import { createServer as createHttp2Server } from 'node:http2'
import { bodyParser } from '@koa/bodyparser'
import { Router } from '@koa/router'
import Koa from 'koa'
import { config } from './config.ts'

/** MISTAKE: it listens, and nothing ever stops it but the end of the process. */
export function serve(router: Router = new Router()): void {
  router.get('/readyz', (ctx) => {
    ctx.body = 'ready'
  })
  const app = new Koa().use(bodyParser()).use(router.routes())
  const server = config.isHttp2 ? createHttp2Server(app.callback()) : createServer(app.callback())
  server.listen(config.port, '127.0.0.1')
}
