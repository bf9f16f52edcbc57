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
}

type Probe = { readonly name: string; readonly place: string; look(): Promise<PartState['state']> }
type Needs = { readonly ports: Ports; readonly protocol: Protocol; readonly hasJaeger: boolean }

const patienceMs = 1_000

/** Looks at all parts at the same time; one that does not answer within a second is not ready. */
export function createPartProbe(needs: Needs): () => Promise<readonly PartState[]> {
  const probes = [...serviceNames.map((name) => toService(name, needs)), ...toServers(needs)]
  return () =>
    Promise.all(
      probes.map(async ({ name, place, look }) => {
        const late = delay(patienceMs, 'not ready' as const, { ref: false })
        return { name, place, state: await Promise.race([look(), late]) }
      }),
    )
}

function toService(name: ServiceName, { ports, protocol }: Needs): Probe {
  const place = `http://127.0.0.1:${ports[name]}`
  const question = {
    url: `${place}/readyz`,
    protocol: name === edgeService ? protocol : ('http1' as const),
  }
  const look = () =>
    ask(question).then(
      ({ status }) => (status === 200 ? 'ready' : 'not ready'),
      () => 'away' as const,
    )
  return { name, place, look }
}

function toServers({ ports, hasJaeger }: Needs): Probe[] {
  const page = (port: number) => `http://127.0.0.1:${port}`
  return [
    toServer('kafka', `127.0.0.1:${ports.kafka}`, ports.kafka),
    toServer('postgres', `127.0.0.1:${ports.postgres}`, ports.postgres),
    ...(needing('mail').length > 0 ? [toServer('mail', page(ports.mail), ports.mail)] : []),
    ...(hasJaeger ? [toServer('jaeger', page(ports.jaeger), ports.jaeger)] : []),
  ]
}

function toServer(name: string, place: string, port: number): Probe {
  return { name, place, look: async () => ((await answers(port)) ? 'ready' : 'away') }
}
