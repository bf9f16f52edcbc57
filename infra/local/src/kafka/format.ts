import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { copyFile, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openPart } from '../artifacts/part-file.ts'
import { kafkaVersion } from '../artifacts/pinned-jars.ts'
import { findSealed, seal } from '../artifacts/sealed-file.ts'
import { type KafkaRuntime, runKafkaTool } from './jvm.ts'
import { type ClusterNode, toServerProperties } from './server-properties.ts'

/** A data folder that is to be made. */
export type DataFolder = {
  /** The folder of the broker, with its server.properties. */
  readonly dir: string
  readonly node?: ClusterNode | undefined
  readonly users: Readonly<Record<string, string>>
}

const data = 'data'
const records = 'bootstrap.checkpoint'

/**
 * Makes the data folder of a broker, unless it is there.
 *
 * errors: part-failed, with the words of Kafka's own tool
 */
export async function formatOnce(runtime: KafkaRuntime, folder: DataFolder): Promise<void> {
  if (existsSync(join(folder.dir, data, 'meta.properties'))) return
  const clusterId = folder.node?.clusterId ?? newId()
  const { firstRecords } = runtime
  const isCopied = firstRecords && Object.keys(folder.users).length === 0
  // What cannot be written is the tool's to explain.
  if (isCopied && (await copy(firstRecords, { ...folder, clusterId }).catch(() => false))) return
  await format(runtime, { ...folder, clusterId })
}

/**
 * The first records of a data folder, as Kafka's own tool writes them: the features of this version. They are the same
 * in every folder without users, so the tool, a JVM that runs for a second, is asked once.
 */
export async function ensureFirstRecords(runtime: KafkaRuntime, cacheDir: string): Promise<string> {
  const place = {
    folder: join(cacheDir, `kafka-${kafkaVersion}`),
    name: 'first-records',
    extension: '.checkpoint',
  }
  const known = await findSealed(place)
  if (known) return known
  const dir = await mkdtemp(join(tmpdir(), 'tailspan-kafka-'))
  try {
    const layout = { dataDir: data, port: 9092, controllerPort: 9093, extraListeners: [] }
    await writeFile(join(dir, 'server.properties'), toServerProperties(layout))
    await format(runtime, { dir, users: {}, clusterId: newId() })
    const part = await openPart(join(place.folder, `${place.name}${place.extension}`))
    await copyFile(join(dir, data, records), part)
    return await seal(part, place)
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
}

type Identified = DataFolder & { readonly clusterId: string }

async function copy(from: string, { dir, node, clusterId }: Identified): Promise<true> {
  const properties = {
    version: 1,
    'node.id': node?.id ?? 1,
    'cluster.id': clusterId,
    'directory.id': newId(),
  }
  const lines = Object.entries(properties).map(([key, value]) => `${key}=${value}\n`)
  const target = join(dir, data)
  await mkdir(target, { recursive: true })
  await copyFile(from, join(target, records))
  // The last step, so that a folder that was begun is made anew.
  await writeFile(join(target, 'meta.part'), lines.join(''))
  await rename(join(target, 'meta.part'), join(target, 'meta.properties'))
  return true
}

async function format(runtime: KafkaRuntime, { dir, users, clusterId }: Identified): Promise<void> {
  const settings = ['-c', join(dir, 'server.properties'), ...toScramArgs(users)]
  // With `=`: an id may begin with a dash, which the tool would take for another option.
  const args = [`--cluster-id=${clusterId}`, ...settings]
  await runKafkaTool(runtime, ['kafka.tools.StorageTool', 'format', ...args], { cwd: dir })
}

function toScramArgs(users: Readonly<Record<string, string>>): string[] {
  return Object.entries(users).flatMap(([name, password]) =>
    ['SCRAM-SHA-256', 'SCRAM-SHA-512'].flatMap((mechanism) => [
      '--add-scram',
      `${mechanism}=[name=${name},password=${password}]`,
    ]),
  )
}

/** The id of a cluster, or of a folder, that does not exist yet. */
export function newId(): string {
  return randomBytes(16).toString('base64url')
}
