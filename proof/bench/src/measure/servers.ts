import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { prepareKafka, startKafka, startPostgres, stopLeftBehind } from '@tailspan/local'
import { endWithUs } from './end-with-us.ts'

/** Real servers of the bench's own; `await using` ends them and deletes what they stored. */
export type Servers = AsyncDisposable & {
  /** As in KAFKA_BROKERS. */
  readonly brokers: string
  /** The superuser's. */
  readonly postgresUrl: string
}

/** Starts Kafka and PostgreSQL on free ports. */
export async function openServers(): Promise<Servers> {
  await using undo = new AsyncDisposableStack()
  const state = undo.use(await openFolder()).path
  const runtime = await prepareKafka()
  const kafka = undo.use(await startKafka({ runtime, dir: join(state, 'kafka'), state }))
  const postgres = undo.use(await startPostgres({ dir: join(state, 'postgres'), state }))
  const opened = undo.move()
  return {
    brokers: kafka.brokers,
    postgresUrl: postgres.adminUrl,
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  }
}

/** A folder for servers; whatever runs in it ends when the bench is called off. */
export type ServerFolder = AsyncDisposable & {
  readonly path: string
  /** Aborted when the bench is called off: nothing is to be started any more. */
  readonly calledOff: AbortSignal
}

/** Makes a folder for servers. */
export async function openFolder(): Promise<ServerFolder> {
  const path = await mkdtemp(join(tmpdir(), 'tailspan-bench-'))
  // PostgreSQL does not run as root; its own user must get through to its data.
  await chmod(path, 0o755)
  const remove = () => rm(path, { recursive: true, force: true })
  const calledOff = new AbortController()
  const forget = endWithUs(async () => {
    calledOff.abort()
    await stopLeftBehind(path, { last: ['postgres'] })
    await remove()
  })
  return {
    path,
    calledOff: calledOff.signal,
    async [Symbol.asyncDispose]() {
      forget()
      await remove()
    },
  }
}
