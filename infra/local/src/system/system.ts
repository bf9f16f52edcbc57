import { type ServiceName, serviceNames } from '@tailspan/manifest'
import { type Receiver, SpanStore, startReceiver } from '@tailspan/trace-testing'
import type { CannotStart } from '../cannot-start.ts'
import { type Env, ownEnv, readArtifactSettings } from '../config.ts'
import { findJava, type Java } from '../java/find-java.ts'
import type { ExtraListener } from '../kafka/server-properties.ts'
import type { Ports } from '../ports.ts'
import { refuseBusyPorts } from '../preflight/refuse-busy-ports.ts'
import { refuseFullDisk } from '../preflight/refuse-full-disk.ts'
import { refuseUnusable } from '../preflight/refuse-unwritable.ts'
import { claimState } from '../state/claim-state.ts'
import type { Part, RunningPart } from '../supervision/part.ts'
import { createSupervisor, type Supervisor } from '../supervision/supervisor.ts'
import { createInstances, type Instance } from './add-instance.ts'
import { findDoor } from './door.ts'
import { launchAll } from './launch-all.ts'
import { type Screen, silentScreen } from './screen.ts'
import type { ServiceProgram } from './services.ts'
import { createSuccessors } from './successors.ts'
import type { SystemOptions } from './system-options.ts'

/** The running system. */
export type System = {
  readonly ports: Ports
  readonly kafkaBrokers: string
  readonly mailUrl: string
  readonly smtpUrl: string
  /** The superuser's, of the one database. */
  readonly databaseUrl: string
  readonly databaseUrls: Readonly<Partial<Record<ServiceName, string>>>
  readonly receiver: Receiver
  /** How long each part took. */
  readonly timings: readonly { readonly name: string; readonly tookMs: number }[]
  /** Settles when a part ended three times in 30 s; the system is to be stopped then. */
  readonly failed: Promise<CannotStart>
  /** A part as it runs now; one that is killed here is started again. */
  part(name: string): RunningPart | undefined
  /** Stops a service and starts it with other settings of its own, or another program in its place. */
  replace(name: ServiceName, env: Env, program?: ServiceProgram): Promise<RunningPart>
  /** The same; what drains for long does so beside its successor, which has its port for clients. */
  relieve(name: ServiceName, env: Env): Promise<RunningPart>
  /** Starts one more process of a service; the system stops it at its end when nobody has before. */
  addInstance(name: ServiceName, env?: Env, program?: ServiceProgram): Promise<Instance>
  /** Ends a part and lets it rest until it is resumed. */
  halt(name: string, how: 'stop' | 'kill'): Promise<void>
  resume(name: string): Promise<RunningPart>
  /** Where the state lies, logs included. */
  readonly state: string
  /** The further address of the broker to which a link can be made, if it was started with one. */
  readonly door: ExtraListener | undefined
  stop(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

// The newest three hundred and fifty orders; a soak must not fill the runner's memory.
const maxSpans = 10_000

/** Services first, so that what they drain still has somewhere to go. */
const stopOrder = [[...serviceNames], ['kafka', 'kafka-2', 'kafka-3', 'mail'], ['postgres']]

/**
 * Starts the whole system: infrastructure in parallel, each service as soon as what it needs serves.
 *
 * errors:  already-running, port-taken, disk-full, java-missing, java-too-old, download-failed, download-corrupt,
 *          part-failed; whatever had been started is stopped again
 * repeats: several may run at once, each with a state folder and ports of its own
 */
export async function startSystem(options: SystemOptions): Promise<System> {
  const { state, ports, screen = silentScreen, services = serviceNames } = options
  await using undo = new AsyncDisposableStack()
  const claim = await claimState(state)
  undo.defer(claim.release)
  for (const { name, pid } of claim.stopped)
    screen.note(`stopped ${name} (pid ${pid}), which an earlier run had left behind`)
  const java = await preflight(options)
  const receiver = undo.use(
    await startReceiver({ port: ports.otlp, store: new SpanStore({ maxSpans }) }),
  )
  const off = new AbortController()
  const signal = AbortSignal.any([off.signal, ...(options.signal ? [options.signal] : [])])
  const supervisor = createSupervisor({ tell: screen.note, signal })
  undo.defer(() => supervisor.stop(stopOrder))
  undo.defer(() => off.abort())
  const { launch, timings } = createLauncher(supervisor, screen, signal)
  const { urls, toPart } = await launchAll(options, {
    launch,
    services,
    signal,
    java,
    otlpUrl: receiver.url,
  })
  const startInstance = createInstances({ ports, signal, toPart })
  const besides = createSuccessors({ ports, toPart })
  const standing = undo.move()
  const stop = () => standing.disposeAsync()
  return {
    ...urls,
    ports,
    receiver,
    timings,
    failed: supervisor.failed,
    part: (name) => supervisor.current(name),
    replace: (name, env, program) => supervisor.replace(toPart(name, { env, program })),
    relieve: (name, env) => supervisor.relieve(toPart(name, { env }), besides(name, env)),
    addInstance: async (name, env = {}, program) =>
      standing.use(await startInstance(name, { env, program })),
    halt: (name, how) => supervisor.halt(name, how),
    resume: (name) => supervisor.resume(name),
    door: findDoor(options.extraListeners ?? []),
    state,
    stop,
    [Symbol.asyncDispose]: stop,
  }
}

/** Has parts kept by the supervisor, and keeps how long each took until it served. */
function createLauncher(supervisor: Supervisor, screen: Screen, signal: AbortSignal) {
  const timings: { name: string; tookMs: number }[] = []
  const launch = async (part: Part) => {
    signal.throwIfAborted()
    const startedAt = performance.now()
    await supervisor.keep(part)
    const tookMs = performance.now() - startedAt
    timings.push({ name: part.name, tookMs })
    screen.part(part.name, part.place, tookMs)
  }
  return { launch, timings }
}

/** All that can be known to fail before anything is started. */
async function preflight({ state, ports, env = ownEnv }: SystemOptions): Promise<Java | undefined> {
  const { cacheDir } = readArtifactSettings(env)
  const found = findJava(env)
  const spaces = (java: Java | undefined) => [
    { folder: state, needMb: 300, setting: 'TAILSPAN_STATE' },
    { folder: cacheDir, needMb: java ? 150 : 350, setting: 'TAILSPAN_CACHE' },
  ]
  const [java] = await Promise.all([
    found,
    refuseBusyPorts(ports),
    found.then((java) => refuseFullDisk(spaces(java))),
    refuseUnusable(cacheDir, 'TAILSPAN_CACHE'),
  ])
  return java
}
