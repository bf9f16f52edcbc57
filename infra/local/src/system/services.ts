import { fileURLToPath } from 'node:url'
import { manifestOf, peerSetting, type ServiceName } from '@tailspan/manifest'
import { compileCache, type Env } from '../config.ts'
import type { Ports } from '../ports.ts'
import { type PartProcess, spawnPart } from '../process/part-process.ts'
import { untilReady } from '../process/until-ready.ts'
import { toServiceShellEnv } from '../shell-env.ts'
import type { Part, RunningPart } from '../supervision/part.ts'
import { ask, type Protocol } from './ask.ts'

/** Where the things are that services need; a service that does not need one may go without it. */
export type ServiceSurroundings = {
  readonly ports: Ports
  readonly state: string
  readonly kafkaBrokers: string
  readonly databaseUrls: Readonly<Partial<Record<ServiceName, string>>>
  readonly smtpUrl: string
  readonly otlpUrl: string
  /** The caller's shell, of which services get what is documented. */
  readonly env: Env
  /** What all services get besides. */
  readonly everyService?: Env
  /** What single services get on top, winning over all else. */
  readonly serviceEnv?: Readonly<Partial<Record<ServiceName, Env>>>
  /** What this process is called among others of its service; as the service unless given. */
  readonly instance?: string
}

/** What runs as a service: another program may take its place, for comparison. */
export type ServiceProgram = { readonly folder: string; readonly args: readonly string[] }

const folders = fileURLToPath(new URL('../../../../services', import.meta.url))
const own = [
  // The nursery of V8 grows to 48 MB while modules load and never shrinks: nine processes share this machine.
  '--max-semi-space-size=4',
  '--conditions=@tailspan/source',
  '--import',
  '@tailspan/telemetry/register',
  'src/main.ts',
]
// The longest that a service may take to stop is its own to say (DRAIN); this comes after it.
const stopGraceMs = 20_000

/** A service as a part of the system: ready when its `/readyz` says so. */
export function toServicePart(
  name: ServiceName,
  surroundings: ServiceSurroundings,
  { folder, args }: ServiceProgram = { folder: `${folders}/${name}`, args: own },
): Part {
  const place = `http://127.0.0.1:${surroundings.ports[name]}`
  const env = toServiceEnv(name, surroundings)
  const { instance = name, state } = surroundings
  return {
    name: instance,
    place,
    async start(signal) {
      const process = await spawnPart({
        name: instance,
        env,
        args,
        state,
        command: globalThis.process.execPath,
        cwd: folder,
      })
      const protocol = (env.HTTP_PROTOCOL || 'http1') as Protocol
      const serves = async () => (await ask({ url: `${place}/readyz`, protocol })).status === 200
      await untilReady(process, { serves, signal })
      return toRunning(process)
    },
  }
}

/** The environment of one service, as design and README promise it. */
export function toServiceEnv(name: ServiceName, surroundings: ServiceSurroundings): Env {
  const { ports, databaseUrls, env, everyService, serviceEnv } = surroundings
  const { HTTP_PROTOCOL, ...taken } = toServiceShellEnv(env)
  const { needs, asks, isEdge = false } = manifestOf(name)
  const urlOf = (peer: ServiceName) => `http://127.0.0.1:${ports[peer]}`
  return {
    ...taken,
    // Only the edge speaks HTTP/2 without TLS: fetch, with which services ask each other, does not.
    ...(isEdge && HTTP_PROTOCOL ? { HTTP_PROTOCOL } : {}),
    HTTP_HOST: '127.0.0.1',
    HTTP_PORT: String(ports[name]),
    DEBUG_PORT: String(ports[`${name}Debug`]),
    ...(needs.includes('kafka') ? { KAFKA_BROKERS: surroundings.kafkaBrokers } : {}),
    ...(needs.includes('postgres') ? { DATABASE_URL: databaseUrls[name] } : {}),
    ...(needs.includes('mail') ? { SMTP_URL: surroundings.smtpUrl } : {}),
    ...Object.fromEntries(asks.map((peer) => [peerSetting(peer), urlOf(peer as ServiceName)])),
    OTEL_SERVICE_NAME: name,
    OTEL_EXPORTER_OTLP_ENDPOINT: surroundings.otlpUrl,
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
    // Compiled modules are kept: the second start of a service takes half the time.
    NODE_COMPILE_CACHE: compileCache(env),
    ...everyService,
    ...serviceEnv?.[name],
  }
}

function toRunning(part: PartProcess): RunningPart {
  return { process: part, stop: () => part.stop('SIGTERM', stopGraceMs), kill: part.kill }
}
