import { resolve } from 'node:path'
import { CannotStart } from '../cannot-start.ts'
import type { Env } from '../config.ts'
import { runProgram } from '../process/run-program.ts'
import { toPartEnv } from '../shell-env.ts'

/** A Java that can run Kafka. */
export type Java = { readonly path: string; readonly major: number; readonly version: string }

const neededMajor = 17

/** What to do where there is none, as the end of a sentence. */
export const javaAdvice = `install Java ${neededMajor} or newer (a JRE is enough) or set JAVA_HOME to one`

/**
 * Finds the Java of this machine: JAVA_HOME's, else the first one on the PATH if it is new enough; undefined where
 * there is none.
 *
 * errors: java-missing, java-too-old, of the one that somebody has chosen with JAVA_HOME
 */
export async function findJava(env: Env): Promise<Java | undefined> {
  if (!env.JAVA_HOME) return askJava('java', env).catch(() => undefined)
  return askJava(resolve(env.JAVA_HOME, 'bin', 'java'), env)
}

/**
 * What this program says of itself.
 *
 * errors: java-missing, java-too-old
 */
export async function askJava(path: string, env: Env): Promise<Java> {
  const version = await askVersion(path, env)
  const major = readMajor(version)
  if (major === undefined || major < neededMajor)
    throw new CannotStart(
      'java-too-old',
      `${path} is too old (${firstLine(version)}): ${javaAdvice}.`,
    )
  return { path, major, version }
}

/** The environment of a JVM: without a locale of UTF-8 it cannot open a path with a letter beyond ASCII. */
export function toJvmEnv(shell: Env): Env {
  return { ...toPartEnv(shell), LC_ALL: 'C.UTF-8' }
}

/** The major version in the output of `java -version`: 17 for "17.0.15", 8 for "1.8.0_302". */
export function readMajor(versionText: string): number | undefined {
  const match = /version "(?:1\.)?(\d+)/.exec(versionText)
  return match ? Number(match[1]) : undefined
}

async function askVersion(path: string, env: Env): Promise<string> {
  // A JVM writes its version to the standard error.
  const asked = runProgram(path, ['-version'], { env: { ...toJvmEnv(env) } })
  const { stderr } = await asked.catch((cause) => {
    throw new CannotStart('java-missing', `Java was not found (tried ${path}): ${javaAdvice}.`, {
      cause,
    })
  })
  return stderr
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? ''
}
