import { fileURLToPath } from 'node:url'
import { CannotStart } from '../cannot-start.ts'
import type { Env } from '../config.ts'
import type { Java } from '../java/find-java.ts'
import { runProgram } from '../process/run-program.ts'

/** Everything that a JVM with Kafka on it needs. */
export type KafkaRuntime = {
  readonly java: Java
  /** Jars in one fixed order, as the class archive was made with. */
  readonly classPath: string
  /** The class archive that halves the start; without it everything works, later. */
  readonly archive: string | undefined
  /** The first records of a data folder; without them Kafka's tool makes each folder. */
  readonly firstRecords?: string
  readonly env: Env
  /** Aborted when Kafka is no longer wanted; ends tools that are running. */
  readonly signal?: AbortSignal | undefined
}

const logSettings = fileURLToPath(new URL('../../log4j2.properties', import.meta.url))

/** The arguments of a small JVM that starts quickly. */
export function toJvmArgs({ classPath, archive }: KafkaRuntime, extra: readonly string[] = []) {
  return [
    '-Xms64m',
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

/**
 * Runs one of Kafka's own tools to its end and returns what it printed.
 *
 * errors: part-failed, with the tool's own words; the signal's abort
 */
export async function runKafkaTool(
  runtime: KafkaRuntime,
  [main, ...args]: readonly [main: string, ...args: string[]],
  { cwd = '/' } = {},
): Promise<string> {
  const all = [...toJvmArgs(runtime), main, ...args]
  const { env, signal } = runtime
  const run = runProgram(runtime.java.path, all, { env: { ...env }, signal, cwd })
  const { stdout } = await run.catch((cause: ToolFailure) => {
    signal?.throwIfAborted()
    throw new CannotStart('part-failed', `Kafka's ${main} failed: ${tellingLine(cause)}.`, {
      cause,
    })
  })
  return stdout
}

type ToolFailure = Error & { readonly stdout?: string; readonly stderr?: string }

/** Of a stack trace, the line that begins the last cause; else whatever the tool said last. */
function tellingLine({ message, stdout = '', stderr = '' }: ToolFailure): string {
  const lines = `${stdout}\n${stderr}`.split('\n').map((line) => line.trim())
  const said = lines.filter((line) => line && !/^(at |\.\.\. )/.test(line))
  return said.findLast((line) => /exception|error/i.test(line)) ?? said.at(-1) ?? message
}
