import { spawnSync } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { serviceNames } from '@tailspan/manifest'
import { SpanStore } from '@tailspan/trace-testing'
import { CannotRun } from './cannot-run.ts'
import { type Compose, type ComposeOptions, findCompose } from './compose.ts'
import { ensureImages } from './ensure-images.ts'
import { systemImages } from './images.ts'
import { followJaeger } from './jaeger.ts'
import { readMemory } from './read-memory.ts'
import { CommandFailed, run } from './run.ts'

/** Where a start shows how it goes. */
export type ComposeScreen = {
  part(name: string, place: string, tookMs: number): void
  busy(words: string): void
  note(words: string): void
}

/** What the system is started with. */
export type ComposedOptions = ComposeOptions & {
  readonly screen: ComposeScreen
  /** What is shown beside each part. */
  readonly places: Readonly<Record<string, string>>
  readonly jaegerUrl: string
  /** Where the logs of all containers are kept when a start fails. */
  readonly logFile: string
  readonly signal: AbortSignal
}

/** The system, running in containers. */
export type Composed = {
  /** What Jaeger has, brought here. */
  readonly store: SpanStore
  readonly timings: readonly { readonly name: string; readonly tookMs: number }[]
  measureMemory(): Promise<number>
  /** Removes the containers and their network; the data stays. */
  stop(): Promise<void>
}

const maxSpans = 10_000

/**
 * Builds the images of the services, starts everything and waits until all of it is healthy.
 *
 * errors:  compose-missing, image-missing, compose-failed; what had been started is removed again
 * repeats: containers that an earlier run left are taken over
 */
export async function startComposed(options: ComposedOptions): Promise<Composed> {
  const { screen, signal, project, jaegerUrl } = options
  const compose = await findCompose(options)
  const standIns = await ensureImages(systemImages(options.env), screen.busy)
  if (standIns.length > 0) screen.note(`stand-ins, built from packages: ${standIns.join(', ')}`)
  screen.busy('building the images of the services (a minute the first time)')
  // One after the other: the classic builder would make the layers that they share once for each.
  await call(compose, ['build', ...serviceNames.slice(0, 1)], { signal })
  await call(compose, ['build'], { signal })
  const timings = await up(compose, options).catch(async (error) => {
    const logs = await compose.run(['logs', '--no-color', '--timestamps']).catch(String)
    await writeFile(options.logFile, logs).catch(() => {})
    await down(compose)
    throw error
  })
  const store = new SpanStore({ maxSpans })
  const off = new AbortController()
  const followed = followJaeger({ url: jaegerUrl }, store, { signal: off.signal })
  return {
    store,
    timings,
    measureMemory: () => readMemory(project),
    async stop() {
      off.abort()
      await followed
      await down(compose)
    },
  }
}

/** Removes the containers of a project at once, without waiting for anything to drain. */
export async function dropComposed(options: ComposeOptions): Promise<() => void> {
  const [program, ...args] = (await findCompose(options)).command
  return () => {
    spawnSync(program, [...args, 'down', '--timeout', '0'], { env: { ...options.env } })
  }
}

/** Removes the containers that a run left behind which could not stop; whether there were any. */
export async function stopLeftContainers(options: ComposeOptions): Promise<boolean> {
  if (!(await list(options, 'ps', '--all'))) return false
  await down(await findCompose(options))
  return true
}

/** Whether containers or data of a project are there. */
export async function hasLeftovers(options: ComposeOptions): Promise<boolean> {
  return (await list(options, 'ps', '--all')) || (await list(options, 'volume', 'ls'))
}

async function list({ project }: ComposeOptions, ...command: string[]): Promise<boolean> {
  const filter = `label=com.docker.compose.project=${project}`
  return (await run('docker', [...command, '--quiet', '--filter', filter])).trim() !== ''
}

/** Removes the containers, the network and the data of a project. */
export async function deleteComposed(options: ComposeOptions): Promise<void> {
  const compose = await findCompose(options)
  await call(compose, ['down', '--volumes', '--remove-orphans'])
}

async function up(compose: Compose, { screen, places, signal }: ComposedOptions) {
  const timings: { name: string; tookMs: number }[] = []
  const startedAt = performance.now()
  screen.busy('starting the containers')
  const onLine = (line: string) => {
    const name = /Container \S*?-(\w+)-1 +Healthy/.exec(line)?.[1]
    if (!name || timings.some((one) => one.name === name)) return
    const tookMs = performance.now() - startedAt
    timings.push({ name, tookMs })
    screen.part(name, places[name] ?? '', tookMs)
  }
  await call(compose, ['up', '--detach', '--wait', '--no-build'], { signal, onLine })
  return timings
}

function down(compose: Compose): Promise<string> {
  return call(compose, ['down'])
}

async function call(
  compose: Compose,
  args: readonly string[],
  options: Parameters<Compose['run']>[1] = {},
): Promise<string> {
  return compose.run(args, options).catch((error) => {
    if (!(error instanceof CommandFailed) || options.signal?.aborted) throw error
    throw new CannotRun(
      'compose-failed',
      `docker compose ${args[0]} failed, its last words were:\n${error.lastWords}`,
      { cause: error },
    )
  })
}
