import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { findFreePorts } from '../free-ports.ts'
import { readLog } from '../process/log-file.ts'
import { type Exit, type PartProcess, spawnPart } from '../process/part-process.ts'
import { untilReady } from '../process/until-ready.ts'
import { type KafkaRuntime, runKafkaTool, toJvmArgs } from './jvm.ts'
import { type ExtraListener, toServerProperties } from './server-properties.ts'

/** Where and how a broker is started; ports that are left out are chosen. */
export type BrokerOptions = {
  /** Its data and settings; a folder that was used before is used on. */
  readonly dir: string
  /** Where its log and its record lie; the data folder unless given. */
  readonly state?: string
  readonly port?: number
  readonly controllerPort?: number
  readonly extraListeners?: readonly ExtraListener[]
  readonly jvmArgs?: readonly string[]
  readonly signal?: AbortSignal | undefined
}

/** A broker that serves. */
export type Kafka = {
  readonly pid: number
  readonly port: number
  /** host:port for clients */
  readonly brokers: string
  /** host:port of each extra listener, as it is advertised */
  readonly listeners: Readonly<Record<string, string>>
  readonly process: PartProcess
  stop(): Promise<Exit>
  kill(): Promise<Exit>
  [Symbol.asyncDispose](): Promise<void>
}

/** Starts a broker on a runtime that is ready, and waits until it serves. */
export async function startBroker(runtime: KafkaRuntime, options: BrokerOptions): Promise<Kafka> {
  const { dir, state = dir, extraListeners = [] } = options
  const [freePort = 0, freeControllerPort = 0] = await findFreePorts(2)
  const port = options.port || freePort
  const controllerPort = options.controllerPort || freeControllerPort
  const dataDir = join(dir, 'data')
  const settings = join(dir, 'server.properties')
  await mkdir(dir, { recursive: true })
  await writeFile(settings, toServerProperties({ dataDir, port, controllerPort, extraListeners }))
  await formatOnce(runtime, dataDir, settings)
  const part = await spawnPart({
    name: 'kafka',
    state,
    command: runtime.java.path,
    args: [...toJvmArgs(runtime, options.jvmArgs), 'kafka.Kafka', settings],
    env: runtime.env,
  })
  const serves = async () =>
    (await readLog(part.logFile, part.logStart)).includes('Kafka Server started')
  await untilReady(part, { serves, signal: options.signal })
  return toKafka(part, port, extraListeners)
}

async function formatOnce(runtime: KafkaRuntime, dataDir: string, settings: string) {
  if (existsSync(join(dataDir, 'meta.properties'))) return
  // With `=`: an id may begin with a dash, which the tool would take for another option.
  const clusterId = `--cluster-id=${randomBytes(16).toString('base64url')}`
  await runKafkaTool(runtime, 'kafka.tools.StorageTool', ['format', clusterId, '-c', settings])
}

function toKafka(part: PartProcess, port: number, extra: readonly ExtraListener[]): Kafka {
  const stop = () => part.stop('SIGTERM')
  return {
    pid: part.pid,
    port,
    brokers: `127.0.0.1:${port}`,
    listeners: Object.fromEntries(extra.map((l) => [l.name, `127.0.0.1:${l.advertisedPort}`])),
    process: part,
    stop,
    kill: part.kill,
    [Symbol.asyncDispose]: async () => void (await stop()),
  }
}
