import { createHash } from 'node:crypto'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openPart } from '../artifacts/part-file.ts'
import { kafkaVersion } from '../artifacts/pinned-jars.ts'
import type { Progress } from '../artifacts/progress.ts'
import { findSealed, seal } from '../artifacts/sealed-file.ts'
import { startBroker } from './broker.ts'
import { type KafkaRuntime, runKafkaTool } from './jvm.ts'

/** Where class archives are kept and what they are made of. */
export type ArchiveNeeds = {
  readonly cacheDir: string
  readonly jars: readonly string[]
  readonly progress: Progress
  readonly state: string | undefined
}

/**
 * Makes the class archive (AppCDS) of this JVM and these jars, once; it halves every later start.
 *
 * A JVM crashes on an archive that is not as it was written, so it is checked before. It silently ignores one that was
 * made by another JVM, or of jars at another place or time: all of them are in the archive's name. Where none can be made, Kafka starts without, and says so.
 */
export async function ensureClassArchive(
  runtime: KafkaRuntime,
  { cacheDir, jars, progress, state }: ArchiveNeeds,
): Promise<string | undefined> {
  const key = await archiveKey(runtime, jars)
  const folder = join(cacheDir, `kafka-${kafkaVersion}`)
  const place = { folder, name: `classes-${key}`, extension: '.jsa' }
  const known = await findSealed(place)
  if (known) return known
  progress('preparing Apache Kafka for fast starts, once')
  try {
    const part = await openPart(join(folder, `${place.name}.jsa`))
    await train(runtime, part, state)
    return await seal(part, place)
  } catch (error) {
    runtime.signal?.throwIfAborted()
    progress(`Apache Kafka will start slowly, its class archive could not be made: ${error}`)
    return undefined
  }
}

async function archiveKey({ java }: KafkaRuntime, jars: readonly string[]): Promise<string> {
  const stats = await Promise.all(jars.map(async (jar) => [jar, (await stat(jar)).mtimeMs]))
  const text = JSON.stringify([java.path, java.version, process.arch, stats])
  return createHash('sha256').update(text).digest('hex').slice(0, 16)
}

/** Runs a broker through what it will do first in its life, and lets it write down its classes at the end. */
async function train(runtime: KafkaRuntime, archive: string, state?: string): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), 'tailspan-kafka-'))
  try {
    const jvmArgs = [`-XX:ArchiveClassesAtExit=${archive}`]
    const { signal } = runtime
    const kafka = await startBroker(runtime, { dir, jvmArgs, signal, ...(state ? { state } : {}) })
    await exercise(runtime, kafka.brokers).finally(() => kafka.process.stop('SIGTERM', 60_000))
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
}

async function exercise(runtime: KafkaRuntime, brokers: string): Promise<void> {
  const at = ['--bootstrap-server', brokers, '--topic', 'warm-up']
  await runKafkaTool(runtime, ['org.apache.kafka.tools.TopicCommand', ...at, '--create'])
  const few = ['--num-records', '10', '--record-size', '10', '--throughput', '-1']
  const producer = ['--topic', 'warm-up', '--producer-props', `bootstrap.servers=${brokers}`]
  const performance = 'org.apache.kafka.tools.ProducerPerformance'
  await runKafkaTool(runtime, [performance, ...few, ...producer])
  const limits = ['--from-beginning', '--max-messages', '1', '--timeout-ms', '10000']
  const consumer = 'org.apache.kafka.tools.consumer.ConsoleConsumer'
  await runKafkaTool(runtime, [consumer, ...at, ...limits])
}
