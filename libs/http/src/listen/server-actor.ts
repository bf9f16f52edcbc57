import type { AddressInfo } from 'node:net'
import type { Actor, Readiness } from '@tailspan/lifecycle'
import type { Log } from '@tailspan/telemetry'
import type { Listener } from './listener.ts'

export type ServerActorNeeds = {
  readonly name: string
  readonly host: string
  readonly port: number
  readonly listener: Listener
  readonly log: Log
  readonly readiness: Readiness | undefined
  readonly drain: (signal: AbortSignal) => Promise<void>
}

/** The life of a listener: it runs until its drain has ended, or until it fails. */
export function createServerActor(needs: ServerActorNeeds): Actor {
  const { name, listener, readiness, drain } = needs
  const { server } = listener
  const ended = Promise.withResolvers<void>()
  // The caller of `run` gets it; before that there is no caller.
  ended.promise.catch(() => {})
  let stopping: Promise<void> | undefined
  return {
    name,
    async start() {
      await listen(needs)
      server.on('error', ended.reject)
      server.on('close', ended.resolve)
    },
    run: () => ended.promise,
    quiesce: () => readiness?.refuse('stopping'),
    stop(signal) {
      stopping ??= server.listening ? drain(signal) : Promise.resolve()
      return stopping
    },
  }
}

async function listen({ listener: { server }, host, port, name, log }: ServerActorNeeds) {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  server.once('error', reject)
  server.listen({ host, port }, resolve)
  await promise
  server.off('error', reject)
  log.info('http.listening', { name, host, port: (server.address() as AddressInfo).port })
}
