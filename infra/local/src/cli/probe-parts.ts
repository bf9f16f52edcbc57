import { setTimeout as delay } from 'node:timers/promises'
import { edgeService, needing, type ServiceName, serviceNames } from '@tailspan/manifest'
import { answers } from '../free-ports.ts'
import type { Ports } from '../ports.ts'
import { ask, type Protocol } from '../system/ask.ts'

/** A part of the system, and whether it takes work: a service by its readiness, a server by its port. */
export type PartState = {
  readonly name: string
  readonly place: string
  readonly state: 'ready' | 'not ready' | 'away'
  /** Its debug listener, while that answers at its usual port; the successor of an instance has another one. */
  readonly debugUrl?: string
}

type Probe = {
  readonly name: string
  readonly place: string
  readonly debugPort?: number | undefined
  look(): Promise<PartState['state']>
}
type PlaceOnNetwork = { readonly host: string; readonly port: number }

/** Which parts there are, where people find them, where this program does. */
export type ProbeNeeds = {
  readonly ports: Ports
  readonly protocol: Protocol
  readonly hasJaeger: boolean
  /** Whether debug listeners are on this machine's loopback; a container has its own. */
  readonly hasDebug: boolean
  /** Where a part is asked: at its port of loopback unless given. */
  readonly reach?: ((name: ProbedPart) => PlaceOnNetwork) | undefined
}

/** What is asked whether it takes work. */
export type ProbedPart = ServiceName | 'kafka' | 'postgres' | 'mail' | 'jaeger'

const patienceMs = 1_000

/** Looks at all parts at the same time; one that does not answer within a second is not ready. */
export function createPartProbe(needs: ProbeNeeds): () => Promise<readonly PartState[]> {
  const probes = [...serviceNames.map((name) => toService(name, needs)), ...toServers(needs)]
  return () =>
    Promise.all(
      probes.map(async ({ name, place, debugPort, look }) => {
        const late = delay(patienceMs, 'not ready' as const, { ref: false })
        const [state, debug] = await Promise.all([Promise.race([look(), late]), debugOf(debugPort)])
        return { name, place, state, ...debug }
      }),
    )
}

async function debugOf(port: number | undefined): Promise<Pick<PartState, 'debugUrl'>> {
  const isThere = port !== undefined && (await answers(port))
  return isThere ? { debugUrl: `http://127.0.0.1:${port}/debug/pprof/` } : {}
}

function toService(name: ServiceName, needs: ProbeNeeds): Probe {
  const { host, port } = placeOf(name, needs)
  const question = {
    url: `http://${host}:${port}/readyz`,
    protocol: name === edgeService ? needs.protocol : ('http1' as const),
  }
  const look = () =>
    ask(question).then(
      ({ status }) => (status === 200 ? 'ready' : 'not ready'),
      () => 'away' as const,
    )
  const debugPort = needs.hasDebug ? needs.ports[`${name}Debug`] : undefined
  return { name, place: `http://127.0.0.1:${needs.ports[name]}`, debugPort, look }
}

function toServers(needs: ProbeNeeds): Probe[] {
  return [
    toServer('kafka', needs),
    toServer('postgres', needs),
    ...(needing('mail').length > 0 ? [toServer('mail', needs)] : []),
    ...(needs.hasJaeger ? [toServer('jaeger', needs)] : []),
  ]
}

const pages: readonly ProbedPart[] = ['mail', 'jaeger']

function toServer(name: Exclude<ProbedPart, ServiceName>, needs: ProbeNeeds): Probe {
  const { host, port } = placeOf(name, needs)
  const shown = `127.0.0.1:${needs.ports[name]}`
  const place = pages.includes(name) ? `http://${shown}` : shown
  return { name, place, look: async () => ((await answers(port, host)) ? 'ready' : 'away') }
}

function placeOf(name: ProbedPart, { ports, reach }: ProbeNeeds): PlaceOnNetwork {
  return reach?.(name) ?? { host: '127.0.0.1', port: ports[name] }
}
