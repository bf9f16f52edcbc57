// Run by retention.test.ts in a process of its own: `node --expose-gc retention.ts <variant> <how>`.
// Serves 40 requests whose work is never done, collects garbage, prints how many requests are alive.
import { AsyncLocalStorage } from 'node:async_hooks'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setImmediate as turn } from 'node:timers/promises'
import { context, ROOT_CONTEXT, trace } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import { TracerProvider } from '@opentelemetry/sdk-trace'
import {
  afterCancel,
  type Cancellable,
  createScope,
  detach,
  inRoot,
  runIn,
  type Scope,
  withTimeout,
} from '@tailspan/scope'

const requestCount = 40
const [variant = '', how = ''] = process.argv.slice(2)

context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())
const tracer = new TracerProvider().getTracer('retention')
const frameworkStore = new AsyncLocalStorage<unknown>()
const foreignStore = new AsyncLocalStorage<unknown>()
const seen: WeakRef<IncomingMessage>[] = []
/** What keeps the pending work itself alive, as an open socket or a broker's queue would. */
const pending: unknown[] = []

/** The ways a request can be held, each with how the work is started in it. */
const variants: Record<string, (exchange: Exchange, start: () => void) => void> = {
  plain: (_exchange, start) => start(),
  'framework store': (exchange, start) => frameworkStore.run(exchange, start),
  'foreign store': (exchange, start) => foreignStore.run({ exchange }, start),
  'never settles': (_exchange, start) => start(),
  'reason with stack': (exchange, start) => frameworkStore.run(exchange, start),
}

type Exchange = { request: IncomingMessage; response: ServerResponse }

function serve(request: IncomingMessage, response: ServerResponse): void {
  seen.push(new WeakRef(request))
  const exchange = { request, response }
  const enter = variants[variant] as (exchange: Exchange, start: () => void) => void
  enter(exchange, () => {
    const span = tracer.startSpan('POST /orders')
    // As instrumentations do: the live span knows its request.
    Reflect.set(span, 'exchange', exchange)
    const work = startWork(createScope({ context: trace.setSpan(ROOT_CONTEXT, span) }))
    response.once('close', () => {
      span.end()
      if (variant === 'reason with stack') cancelFromEvent(work, response)
    })
    response.end('accepted')
  })
}

function startWork(request: Scope): Cancellable {
  if (how === 'mistake') return startAttached(request)
  const work = withTimeout(detach(request), 60_000)
  pending.push(work)
  afterCancel(work.scope, () => pending.push('cancelled'))
  inRoot(() => void runIn(work.scope, () => publish(work.scope)).finally(() => {}))
  return work
}

/** The mistakes: the request's own async context, its live span, a timer made there. */
function startAttached(request: Scope): Cancellable {
  const controller = new AbortController()
  const scope = createScope({ context: request.context, signal: controller.signal })
  if (variant === 'reason with stack') pending.push(controller)
  else {
    pending.push(setTimeout(() => controller.abort(), 60_000))
    void runIn(scope, () => publish(scope)).finally(() => {})
  }
  return { scope, cancel: (reason) => controller.abort(reason), [Symbol.dispose]: () => {} }
}

/** In an event handler of the response the frames of a fresh error hold the response. */
function cancelFromEvent(work: Cancellable, response: ServerResponse): void {
  const fail = function (this: ServerResponse): void {
    work.cancel(new Error('closed'))
  }
  fail.call(response)
}

/** Work that is still at it when the garbage is collected. */
async function publish({ signal }: Scope): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  pending.push(resolve)
  if (variant !== 'never settles') signal.addEventListener('abort', () => resolve(), { once: true })
  await promise
}

async function ask(port: number): Promise<void> {
  const answer = await fetch(`http://127.0.0.1:${port}`, { headers: { connection: 'close' } })
  await answer.text()
}

async function countAlive(): Promise<number> {
  let alive = seen.length
  for (let round = 0; round < 20 && alive > 0; round++) {
    await turn()
    globalThis.gc?.()
    alive = seen.filter((ref) => ref.deref() !== undefined).length
  }
  return alive
}

const server = createServer(serve).listen(0, '127.0.0.1')
await once(server, 'listening')
const { port } = server.address() as AddressInfo
for (let count = 0; count < requestCount; count++) await ask(port)
server.close()
await once(server, 'close')
const alive = await countAlive()
process.stdout.write(JSON.stringify({ requests: seen.length, alive, held: pending.length > 0 }))
process.exit(0)
