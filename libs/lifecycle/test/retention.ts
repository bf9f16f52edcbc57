// Run by retention.test.ts in a process of its own: `node --expose-gc retention.ts <variant>`.
// Serves 40 requests, each with a task that is still pending, and prints how many are alive.
import { AsyncLocalStorage } from 'node:async_hooks'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setImmediate as turn } from 'node:timers/promises'
import { context, ROOT_CONTEXT, trace } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import { TracerProvider } from '@opentelemetry/sdk-trace'
import {
  afterResponse,
  createTaskRegistry,
  type StartHook,
  type TaskFunction,
} from '@tailspan/lifecycle'
import { createScope, type Scope, withCancel } from '@tailspan/scope'

type Exchange = { request: IncomingMessage; response: ServerResponse }
type Variant = {
  /** How the framework surrounds its handlers. */
  enter?: (exchange: Exchange, handle: () => void) => void
  start?: (exchange: Exchange) => StartHook
  work?: TaskFunction<string>
  maxRunning?: number
  /** The reason with which the request is cancelled in its close event. */
  reason?: () => unknown
}

const requestCount = 40
context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())
trace.setGlobalTracerProvider(new TracerProvider())
const tracer = trace.getTracer('retention')
const stores = [new AsyncLocalStorage<unknown>(), new AsyncLocalStorage<unknown>()]
const seen: WeakRef<IncomingMessage>[] = []

const untilCancelled: TaskFunction<string> = (_order, { signal }) =>
  new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })

const insideStore =
  (index: number) =>
  (exchange: Exchange, handle: () => void): void => {
    stores[index]?.run(exchange, handle)
  }

const variants: Record<string, Variant> = {
  plain: {},
  'framework store': { enter: insideStore(0) },
  'foreign store': {
    enter: (exchange, handle) => insideStore(0)(exchange, () => insideStore(1)(exchange, handle)),
  },
  'never settles': { enter: insideStore(0), work: () => new Promise(() => {}) },
  'reason with stack': { enter: insideStore(0), reason: () => new Error('closed') },
  'after the response': { enter: insideStore(0), start: ({ response }) => afterResponse(response) },
  queued: { enter: insideStore(0), maxRunning: 1 },
}

const {
  enter = (_, handle) => handle(),
  start,
  work = untilCancelled,
  maxRunning = 100,
  reason = () => 'closed',
} = variants[process.argv[2] ?? ''] as Variant
const tasks = createTaskRegistry({ maxRunning, maxQueued: 100 })

function serve(request: IncomingMessage, response: ServerResponse): void {
  const exchange = { request, response }
  seen.push(new WeakRef(request))
  enter(exchange, () => {
    const span = tracer.startSpan('POST /orders')
    // As instrumentations do: the live span knows its request.
    Reflect.set(span, 'exchange', exchange)
    runTask(createScope({ context: trace.setSpan(ROOT_CONTEXT, span) }), exchange)
    response.once('close', () => span.end())
    response.end('accepted')
  })
}

function runTask(parent: Scope, exchange: Exchange): void {
  const request = withCancel(parent)
  exchange.response.once('close', function (this: ServerResponse) {
    request.cancel(reason())
  })
  const hook = start?.(exchange)
  tasks.run('publish', 'o-1', work, { scope: request.scope, ...(hook && { start: hook }) })
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
for (let count = 0; count < requestCount; count++) {
  const answer = await fetch(`http://127.0.0.1:${port}`, { headers: { connection: 'close' } })
  await answer.text()
}
server.close()
await once(server, 'close')
const alive = await countAlive()
const pending = tasks.pending().length
process.stdout.write(JSON.stringify({ requests: seen.length, pending, alive }))
process.exit(0)
