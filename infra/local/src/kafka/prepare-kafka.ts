import { delimiter } from 'node:path'
import { ensureJars } from '../artifacts/jar-cache.ts'
import type { Progress } from '../artifacts/progress.ts'
import { type Env, ownEnv, readArtifactSettings } from '../config.ts'
import { findJava, type Java, toJvmEnv } from '../java/find-java.ts'
import { ensureJavaRuntime } from '../java/java-runtime.ts'
import { ensureClassArchive } from './class-archive.ts'
import { ensureFirstRecords } from './format.ts'
import type { KafkaRuntime } from './jvm.ts'

/** What preparing needs; the process's own environment unless given. */
export type Preparation = {
  readonly env?: Env
  readonly progress?: Progress
  readonly signal?: AbortSignal
  /** Looked for unless given. */
  readonly java?: Java | undefined
  /** Where the record of the broker that makes the class archive lies, so that a crash leaves none behind. */
  readonly state?: string
}

/**
 * Gets Kafka ready to be started: Java found, or fetched where there is none; jars downloaded and checked; class
 * archive and first records made.
 *
 * errors:  java-missing, java-too-old, download-failed, download-corrupt, disk-full, part-failed
 * repeats: quick once everything is in the cache (TAILSPAN_CACHE)
 */
export async function prepareKafka(preparation: Preparation = {}): Promise<KafkaRuntime> {
  const { env = ownEnv, progress = () => {}, signal, state } = preparation
  const settings = readArtifactSettings(env)
  const found = preparation.java ?? (await findJava(env))
  // One after the other: two downloads that tell how far they are cannot be read.
  const java = found ?? (await ensureJavaRuntime({ ...settings, env, progress }))
  const jars = await ensureJars({ ...settings, progress })
  const classPath = jars.join(delimiter)
  const runtime = { java, classPath, archive: undefined, env: toJvmEnv(env), signal }
  const archive = await ensureClassArchive(runtime, { ...settings, jars, progress, state })
  const firstRecords = await ensureFirstRecords({ ...runtime, archive }, settings.cacheDir)
  return { ...runtime, archive, firstRecords }
}
