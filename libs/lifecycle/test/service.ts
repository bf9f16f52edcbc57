// Run by process.test.ts: a whole process as a service's main.ts makes it, one scenario by name.
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as pause, setImmediate as turn } from 'node:timers/promises'
import {
  type Actor,
  createTaskRegistry,
  type Log,
  runTogether,
  untilSignal,
} from '@tailspan/lifecycle'
import { rootScope } from '@tailspan/scope'
import { blockFor } from './block-for.ts'

const log: Log = { info: write, warn: write, error: write }

function write(event: string, fields: object = {}): void {
  process.stdout.write(`${JSON.stringify({ event, ...fields }, describeErrors)}\n`)
}

function describeErrors(_key: string, value: unknown): unknown {
  if (!(value instanceof Error)) return value
  const { name, message, cause } = value
  return { name, message, cause }
}

const signals = untilSignal('SIGTERM', 'SIGINT')

/** Something that must be closed, and says when it was. */
function closing(name: string, overrides: Partial<Actor> = {}): Actor {
  return { name, stop: () => log.info('closed', { name }), ...overrides }
}

/** Never ends, and says so when a signal is a second one by now. */
function hanging(name: string): Actor {
  return {
    name,
    async stop() {
      await pause(600)
      await turn()
      log.info('hanging', { name })
      await pause(60_000)
    },
  }
}

function httpListener(name: string, serve?: (order: string) => void): Actor {
  const server = createServer((request, response) => {
    serve?.(request.url ?? '')
    response.end('accepted')
  })
  return {
    name,
    async start() {
      server.listen(0, '127.0.0.1')
      await once(server, 'listening')
      log.info('listening', { name, port: (server.address() as AddressInfo).port })
    },
    run: () => once(server, 'close'),
    stop: () => {
      server.close()
      server.closeAllConnections()
    },
    // The way a listener dies in this test.
    quiesce: () => log.info('quiesced', { name }),
  }
}

const after = (ms: number, act: () => void): Actor => ({
  name: 'trigger',
  start: async () => void setTimeout(act, ms),
})

function fault(message: string): never {
  throw new Error(message)
}

const scenarios: Record<string, () => Actor[]> = {
  idle: () => [signals, closing('pool')],
  'hangs on stop': () => [signals, closing('pool'), hanging('app')],
  'busy stop': () => [
    signals,
    closing('pool', { stop: () => pause(300).then(() => log.info('closed', { name: 'pool' })) }),
    closing('app', { stop: () => blockFor(700) }),
  ],
  'slow start': () => [
    signals,
    closing('pool'),
    closing('broker', {
      async start(signal) {
        log.info('connecting')
        await pause(60_000, undefined, { signal })
      },
    }),
    closing('app'),
  ],
  'uncaught exception': () => [signals, closing('pool'), after(0, () => fault('nobody caught me'))],
  'unhandled rejection': () => [
    signals,
    closing('pool'),
    after(0, () => void Promise.reject(new Error('nobody caught me'))),
  ],
  'uncaught twice': () => [
    signals,
    closing('pool', { stop: () => pause(50).then(() => log.info('closed', { name: 'pool' })) }),
    closing('app', { stop: () => void setTimeout(() => fault('again'), 10) }),
    after(0, () => fault('nobody caught me')),
  ],
  'answer early': () => {
    const tasks = createTaskRegistry({ maxRunning: 10, maxQueued: 10, log })
    const publish = async (order: string) => {
      // Long after the signal, however late the test reads the answer and sends it.
      await once(process, 'SIGTERM')
      await pause(300)
      log.info('published', { order })
    }
    const app = httpListener('app', (order) =>
      tasks.run('publish', order, publish, { scope: rootScope }),
    )
    return [signals, closing('producer'), tasks.actor, app]
  },
  'stuck task': () => {
    const tasks = createTaskRegistry({ maxRunning: 10, maxQueued: 10, log })
    tasks.run('publish', 'o-1', () => pause(60_000), { scope: rootScope })
    return [signals, closing('producer'), tasks.actor]
  },
  'listener dies': () => {
    const debug = httpListener('debug')
    return [
      signals,
      closing('pool'),
      debug,
      httpListener('app'),
      after(0, () => void debug.stop?.(new AbortController().signal, 0)),
    ]
  },
}

const [scenario = ''] = process.argv.slice(2)
const actors = scenarios[scenario]?.() ?? fault(`no scenario ${scenario}`)
const drainMs = scenario === 'stuck task' ? 400 : 30_000
process.exit(await runTogether(actors, { drainMs, log }))
