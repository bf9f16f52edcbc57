import { mkdir } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ensureJars } from '../artifacts/jar-cache.ts'
import type { Progress } from '../artifacts/progress.ts'
import { ownEnv, readArtifactSettings } from '../config.ts'
import { findFreePorts } from '../free-ports.ts'
import { type KafkaRuntime, toJvmArgs } from '../kafka/jvm.ts'
import { prepareKafka } from '../kafka/prepare-kafka.ts'
import { type PartProcess, spawnPart } from '../process/part-process.ts'
import { untilReady } from '../process/until-ready.ts'
import { debeziumJars } from './debezium-jars.ts'

/** Where a connector runs and what it reads. */
export type ConnectOptions = {
  /** Its offsets and its log; a folder that was used before is used on. */
  readonly dir: string
  /** Where its log and its record lie; `dir` unless given. */
  readonly state?: string
  readonly runtime: KafkaRuntime
  readonly brokers: string
  /** A role that may replicate, in the database of the outbox. */
  readonly databaseUrl: string
}

/** A worker of Kafka Connect whose connector reads the outbox. */
export type Connect = {
  readonly process: PartProcess
  [Symbol.asyncDispose](): Promise<void>
}

const settings = (name: string) =>
  fileURLToPath(new URL(`../../../compose/debezium/${name}.properties`, import.meta.url))

/**
 * Gets Kafka Connect with Debezium ready to be started: 16 MB beside those of the broker.
 *
 * errors:  those of prepareKafka
 * repeats: quick once everything is in the cache (TAILSPAN_CACHE)
 */
export async function prepareConnect(progress: Progress = () => {}): Promise<KafkaRuntime> {
  const runtime = await prepareKafka({ progress })
  const jars = await ensureJars({ ...readArtifactSettings(ownEnv), progress, jars: debeziumJars })
  // Behind those of the broker: a class archive is good for every class path that begins as its own.
  return { ...runtime, classPath: [runtime.classPath, ...jars].join(delimiter) }
}

/**
 * Starts Kafka Connect with Debezium's outbox router, as Compose does, and waits until it reads.
 *
 * errors: part-failed
 */
export async function startConnect(options: ConnectOptions): Promise<Connect> {
  const { dir, runtime } = options
  const [port = 0] = await findFreePorts(1)
  await mkdir(dir, { recursive: true })
  const main = 'org.apache.kafka.connect.cli.ConnectStandalone'
  const part = await spawnPart({
    name: 'connect',
    state: options.state ?? dir,
    command: runtime.java.path,
    args: [...toJvmArgs(runtime), main, settings('worker'), settings('outbox')],
    env: { ...runtime.env, ...toEnv(options, port) },
    cwd: dir,
  })
  await untilReady(part, { serves: () => isRunning(port) })
  return {
    process: part,
    [Symbol.asyncDispose]: async () => void (await part.stop('SIGTERM')),
  }
}

function toEnv({ dir, brokers, databaseUrl }: ConnectOptions, port: number) {
  const { hostname, port: databasePort, pathname, username, password } = new URL(databaseUrl)
  return {
    KAFKA_BROKERS: brokers,
    CONNECT_LISTENER: `http://127.0.0.1:${port}`,
    OFFSETS_FILE: join(dir, 'offsets'),
    // Everything is on the class path; in Debezium's image plugins have folders of their own.
    PLUGIN_PATH: dir,
    POSTGRES_HOST: hostname,
    POSTGRES_PORT: databasePort,
    POSTGRES_DB: pathname.slice(1),
    DEBEZIUM_USER: decodeURIComponent(username),
    DEBEZIUM_PASSWORD: decodeURIComponent(password),
  }
}

type Status = { readonly tasks?: readonly { readonly state: string }[] }

async function isRunning(port: number): Promise<boolean> {
  const answer = await fetch(`http://127.0.0.1:${port}/connectors/outbox/status`)
  const { tasks = [] } = (await answer.json()) as Status
  return tasks.length > 0 && tasks.every(({ state }) => state === 'RUNNING')
}
