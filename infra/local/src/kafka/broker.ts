import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { findFreePorts } from '../free-ports.ts'
import { readLog } from '../process/log-file.ts'
import { type Exit, type PartProcess, spawnPart } from '../process/part-process.ts'
import { untilReady } from '../process/until-ready.ts'
import { formatOnce } from './format.ts'
import { type KafkaRuntime, toJvmArgs } from './jvm.ts'
import { type ClusterNode, type ExtraListener, toServerProperties } from './server-properties.ts'

/** Where and how a broker is started; ports that are left out are chosen. */
export type BrokerOptions = {
  /** Its data and settings; a folder that was used before is used on. */
  readonly dir: string
  /** Where its log and its record lie; the data folder unless given. */
  readonly state?: string
  readonly port?: number
  readonly controllerPort?: number
  readonly extraListeners?: readonly ExtraListener[]
  /** Further lines of server.properties, which win over ours. */
  readonly settings?: Readonly<Record<string, string>>
  /** SCRAM users with their passwords; made with the data folder, so later ones are not. */
  readonly users?: Readonly<Record<string, string>>
  /** Its place among several brokers; alone unless given. */
  readonly node?: ClusterNode | undefined
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
  const { dir, state = dir, extraListeners = [], settings = {}, users = {}, node } = options
  const [freePort = 0, freeControllerPort = 0] = await findFreePorts(2)
  const port = options.port || freePort
  const controllerPort = options.controllerPort || freeControllerPort
  const file = join(dir, 'server.properties')
  await mkdir(dir, { recursive: true })
  // Found from the working folder: Kafka takes a comma in a path for the beginning of the next one.
  const layout = { dataDir: 'data', port, controllerPort, extraListeners, settings, node }
  // For its owner only: settings can hold passwords.
  await writeFile(file, toServerProperties(layout), { mode: 0o600 })
  await formatOnce(runtime, { dir, node, users })
  const part = await spawnPart({
    name: brokerName(node),
    state,
    command: runtime.java.path,
    args: [...toJvmArgs(runtime, options.jvmArgs), 'kafka.Kafka', file],
    env: runtime.env,
    cwd: dir,
  })
  const serves = async () =>
    (await readLog(part.logFile, part.logStart)).includes('Kafka Server started')
  await untilReady(part, { serves, signal: options.signal })
  return toKafka(part, port, extraListeners)
}

/** `kafka`, and `kafka-2` for the second one. */
export function brokerName(node?: ClusterNode): string {
  return node && node.id > 1 ? `kafka-${node.id}` : 'kafka'
}

function toKafka(part: PartProcess, port: number, extra: readonly ExtraListener[]): Kafka {
  const stop = () => part.stop('SIGTERM')
  return {
    pid: part.pid,
    port,
    brokers: `127.0.0.1:${port}`,
    listeners: Object.fromEntries(
      extra.map((l) => [l.name, `${l.host ?? '127.0.0.1'}:${l.advertisedPort}`]),
    ),
    process: part,
    stop,
    kill: part.kill,
    [Symbol.asyncDispose]: async () => void (await stop()),
  }
}
