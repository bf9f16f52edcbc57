import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Env } from '../config.ts'
import type { Java } from './java.ts'

/** Everything that a JVM with Kafka on it needs. */
export type KafkaRuntime = {
  readonly java: Java
  /** Jars in one fixed order, as the class archive was made with. */
  readonly classPath: string
  /** The class archive that halves the start; without it everything works, later. */
  readonly archive: string | undefined
  readonly env: Env
  /** Aborted when Kafka is no longer wanted; ends tools that are running. */
  readonly signal?: AbortSignal | undefined
}

const logSettings = fileURLToPath(new URL('../../log4j2.properties', import.meta.url))

/** The arguments of a small JVM that starts quickly. */
export function toJvmArgs({ classPath, archive }: KafkaRuntime, extra: readonly string[] = []) {
  return [
    '-Xmx256m',
    '-XX:+UseSerialGC',
    '-XX:TieredStopAtLevel=1',
    '-XX:-UsePerfData',
    ...(archive ? [`-XX:SharedArchiveFile=${archive}`] : []),
    ...extra,
    `-Dlog4j2.configurationFile=${logSettings}`,
    '-cp',
    classPath,
  ]
}

/** Runs one of Kafka's own tools to its end and returns what it printed. */
export async function runKafkaTool(
  runtime: KafkaRuntime,
  main: string,
  args: readonly string[],
): Promise<string> {
  const all = [...toJvmArgs(runtime), main, ...args]
  const { env, signal } = runtime
  const { stdout } = await promisify(execFile)(runtime.java.path, all, { env: { ...env }, signal })
  return stdout
}
