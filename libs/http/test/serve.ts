import { untilAborted } from '@tailspan/scope'
import type { Context, HttpServerOptions } from '../src/index.ts'
import { createHttpServer, Router, requestScope } from '../src/index.ts'

export type LogLine = { level: string; event: string; fields: Record<string, unknown> }

export type Served = AsyncDisposable & {
  readonly url: string
  readonly port: number
  readonly lines: readonly LogLine[]
  /** Starts the drain; the signal says that the budget is spent. */
  stop(signal?: AbortSignal): Promise<unknown>
  quiesce(): void
}

const never = new AbortController().signal

/** Starts a server for one test; leaving the test destroys what it left open. */
export async function serve(
  routes: Router,
  options: Partial<HttpServerOptions> = {},
): Promise<Served> {
  const lines: LogLine[] = []
  const server = createHttpServer({ port: 0, routes, log: collect(lines), ...options })
  await server.actor.start?.(never)
  function stop(signal = never): Promise<unknown> {
    const stopping = server.actor.stop?.(signal, 100) as Promise<unknown>
    // A test looks at it when it has seen the rest.
    stopping.catch(() => {})
    return stopping
  }
  return {
    url: `http://127.0.0.1:${server.port()}`,
    port: server.port(),
    lines,
    stop,
    quiesce: () => void server.actor.quiesce?.(),
    async [Symbol.asyncDispose]() {
      await stop(AbortSignal.abort()).catch(() => {})
    },
  }
}

/** What a test sees of one request. */
export type Seen = {
  readonly ctx: Context
  readonly signal: AbortSignal
  readonly aborts: () => number
}

export type Handle = (ctx: Context, seen: Seen) => unknown

/** Routes every method of `/` to one handler and hands out what it sees, request by request. */
export function watch(handle: Handle): { routes: Router; next: () => Promise<Seen> } {
  const routes = new Router()
  const arrived: Seen[] = []
  let wake = () => {}
  routes.all('/', async (ctx) => {
    const seen = look(ctx)
    arrived.push(seen)
    wake()
    await handle(ctx, seen)
  })
  async function next(): Promise<Seen> {
    const { promise, resolve } = Promise.withResolvers<void>()
    wake = resolve
    if (arrived.length === 0) await promise
    return arrived.shift() as Seen
  }
  return { routes, next }
}

function look(ctx: Context): Seen {
  const { signal } = requestScope(ctx)
  let count = 0
  const tally = () => {
    count += 1
  }
  signal.addEventListener('abort', tally)
  return { ctx, signal, aborts: () => count }
}

/** Resolves with the reason once the signal is aborted. */
export async function aborted(signal: AbortSignal): Promise<unknown> {
  await untilAborted(signal)
  return signal.reason
}

function collect(lines: LogLine[]) {
  const at =
    (level: string) =>
    (event: string, fields: object = {}) =>
      void lines.push({ level, event, fields: fields as Record<string, unknown> })
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') }
}
