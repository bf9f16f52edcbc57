import { createHash } from 'node:crypto'
import { join } from 'node:path'
import {
  type ComposeOptions,
  dropComposed,
  findEngine,
  startComposed,
  stopLeftContainers,
  tracePage,
} from '@tailspan/containers'
import { serviceNames } from '@tailspan/manifest'
import { CannotStart } from '../cannot-start.ts'
import { ownEnv, readArtifactSettings } from '../config.ts'
import { dockerPortNames, type Ports, portNames, portSetting, readPorts } from '../ports.ts'
import { adminUser } from '../postgres/cluster.ts'
import { databaseName } from '../postgres/service-schemas.ts'
import { refuseBusyPorts } from '../preflight/refuse-busy-ports.ts'
import { toComposeEnv } from '../shell-env.ts'
import { claimState } from '../state/claim-state.ts'
import type { ShownSystem } from './shown-system.ts'
import type { StartNeeds } from './start-local.ts'

/** What a start in containers needs besides: whom to tell how everything can be dropped at once. */
export type DockerNeeds = StartNeeds & { onDroppable(drop: () => void): void }

/**
 * Starts the system in containers.
 *
 * errors: engine-silent, already-running, port-taken, and those of startComposed
 */
export async function startDocker(needs: DockerNeeds): Promise<ShownSystem> {
  const { state, screen, signal } = needs
  const engine = await findEngine()
  if (!engine.answers)
    throw new CannotStart(
      'engine-silent',
      `--docker needs a container engine, and ${engine.reason}: start one, or start without --docker.`,
    )
  const ports = readPorts()
  const options = composeOptions(state, ports)
  await using undo = new AsyncDisposableStack()
  const claim = await claimState(state)
  undo.defer(claim.release)
  needs.onDroppable(await dropComposed(options))
  if (await stopLeftContainers(options))
    screen.note('removed containers that an earlier run had left behind')
  await refuseBusyPorts(ports, dockerPortNames)
  const jaegerUrl = `http://127.0.0.1:${ports.jaeger}`
  const places = toPlaces(ports)
  const logFile = join(state, 'containers.log')
  const system = await startComposed({ ...options, screen, places, jaegerUrl, logFile, signal })
  undo.defer(() => system.stop())
  const standing = undo.move()
  return {
    ...system,
    mode: 'docker',
    ports,
    mailUrl: `http://127.0.0.1:${ports.mail}`,
    kafkaBrokers: places.kafka,
    databaseUrl: toDatabaseUrl(ports, options.env),
    tracePage: (traceId) => tracePage({ url: jaegerUrl }, traceId),
    // Restarting what ends is the engine's job.
    failed: Promise.withResolvers<CannotStart>().promise,
    stop: () => standing.disposeAsync(),
  }
}

/** The Compose project of a state folder: its own, so that two checkouts run side by side. */
export function composeOptions(state: string, ports: Ports): ComposeOptions {
  const hash = createHash('sha256').update(state).digest('hex').slice(0, 8)
  const settings = portNames.map((name) => [portSetting(name), String(ports[name])])
  const env = { ...toComposeEnv(ownEnv), ...Object.fromEntries(settings) }
  return { project: `tailspan-${hash}`, env, cacheDir: readArtifactSettings().cacheDir }
}

/** The superuser's, with the password that infra/compose.yaml gives it. */
function toDatabaseUrl(ports: Ports, env: ComposeOptions['env']): string {
  const url = new URL(`postgres://${adminUser}@127.0.0.1:${ports.postgres}/${databaseName}`)
  url.password = env.TAILSPAN_POSTGRES_PASSWORD || 'tailspan'
  return url.href
}

function toPlaces(ports: Ports) {
  const page = (port: number) => `http://127.0.0.1:${port}`
  return {
    ...Object.fromEntries(serviceNames.map((name) => [name, page(ports[name])])),
    mail: page(ports.mail),
    jaeger: page(ports.jaeger),
    kafka: `127.0.0.1:${ports.kafka}`,
    postgres: `127.0.0.1:${ports.postgres}`,
  }
}
