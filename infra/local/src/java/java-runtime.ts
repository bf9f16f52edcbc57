import { mkdir, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { countBytes } from '../artifacts/count-bytes.ts'
import { fetchPinned } from '../artifacts/fetch-pinned.ts'
import { isPinned } from '../artifacts/pin.ts'
import type { Progress } from '../artifacts/progress.ts'
import { CannotStart } from '../cannot-start.ts'
import type { Env } from '../config.ts'
import type { ProcessRecord } from '../process/record.ts'
import { runProgram } from '../process/run-program.ts'
import { exclusively } from '../state/exclusive.ts'
import { askJava, type Java, javaAdvice, toJvmEnv } from './find-java.ts'
import { javaVersion, type PinnedJava, pinnedJava } from './pinned-java.ts'
import { unzip } from './unzip.ts'

/** What a machine without Java needs; the pin is a parameter so that tests can bring a small one. */
export type JavaRuntimeNeeds = {
  readonly cacheDir: string
  readonly env: Env
  readonly progress: Progress
  readonly pin?: PinnedJava | undefined
}

/**
 * Makes sure that a Java of our own is in the cache, for machines that have none.
 *
 * shape:   `<cacheDir>/java-25.0.2.1/bin/java`, and beside it what it was unpacked from
 * errors:  java-missing where none is pinned for this machine; download-failed, download-corrupt, disk-full
 * repeats: quick once it is there; one that does not run is unpacked anew
 */
export async function ensureJavaRuntime(needs: JavaRuntimeNeeds): Promise<Java> {
  const { cacheDir, env, progress, pin = pinnedJava() } = needs
  if (!pin) throw new CannotStart('java-missing', `Java was not found (tried java): ${javaAdvice}.`)
  const home = join(cacheDir, `java-${javaVersion}`)
  const ask = () => askJava(join(home, 'bin', 'java'), env)
  const known = await ask().catch(() => undefined)
  if (known) return known
  await mkdir(cacheDir, { recursive: true })
  const turn = { file: `${home}.lock`, onWait: tellWait(progress) }
  return exclusively(turn, async () => {
    const madeMeanwhile = await ask().catch(() => undefined)
    if (madeMeanwhile) return madeMeanwhile
    await makeHome(home, pin, needs)
    return ask()
  })
}

async function makeHome(home: string, pin: PinnedJava, { env, progress }: JavaRuntimeNeeds) {
  const packed = join(dirname(home), basename(new URL(pin.url).pathname))
  if (!(await isPinned(packed, pin))) await fetchJava(pin, packed, progress)
  progress(`unpacking Java ${javaVersion}, once`)
  const part = `${home}.part`
  await rm(part, { recursive: true, force: true })
  await unzip(packed, pin.home, part)
  await makeClassArchive(part, env)
  await rm(home, { recursive: true, force: true })
  await rename(part, home)
}

function tellWait(progress: Progress) {
  return ({ pid }: ProcessRecord) =>
    progress(`waiting for Java ${javaVersion}: process ${pid} unpacks it`)
}

function fetchJava(pin: PinnedJava, target: string, progress: Progress): Promise<void> {
  const name = `Java ${javaVersion}`
  const onBytes = countBytes(name, [pin], progress)
  return fetchPinned({ pin, name, from: pin.url, target, otherwise: javaAdvice, onBytes })
}

/** The classes of Java itself, which Kafka's archive is made on top of; such a small Java comes without. */
async function makeClassArchive(home: string, env: Env): Promise<void> {
  const args = ['-XX:+UseSerialGC', '-Xshare:dump']
  // Without it everything works, later.
  await runProgram(join(home, 'bin', 'java'), args, { env: { ...toJvmEnv(env) } }).catch(() => {})
}
