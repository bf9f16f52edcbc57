/** A part of the infrastructure that a service cannot work without. */
export type Need = 'kafka' | 'postgres' | 'mail'

/** What a service is to the machines that run it. */
export type ServiceManifest = {
  /** Where it listens, unless a setting says otherwise. */
  readonly port: number
  /** Where its debug listener listens, on loopback only. */
  readonly debugPort: number
  /** With `postgres` it has a schema and a role of its own name. */
  readonly needs: readonly Need[]
  /** The topics that it consumes, in the group of its own name; `<topic>.dlt` has what it could not handle. */
  readonly consumes: readonly string[]
  /** The topics that it publishes to. */
  readonly publishes: readonly string[]
  /** The services that it asks over HTTP; the setting of each address is `<PEER>_URL`. */
  readonly asks: readonly string[]
  /** Clients reach it, so it may speak HTTP/2; between services fetch speaks HTTP/1.1. */
  readonly isEdge?: boolean
}

/** Every service, by the name of its folder below `services/`. */
export const services = {
  order: {
    port: 8_080,
    debugPort: 8_001,
    needs: ['kafka', 'postgres'],
    consumes: ['stock'],
    publishes: ['orders'],
    asks: ['inventory', 'pricing'],
    isEdge: true,
  },
  inventory: {
    port: 8_081,
    debugPort: 8_002,
    needs: ['kafka', 'postgres'],
    consumes: ['orders'],
    publishes: ['stock'],
    asks: [],
  },
  pricing: {
    port: 8_082,
    debugPort: 8_003,
    needs: [],
    consumes: [],
    publishes: [],
    asks: [],
  },
  notification: {
    port: 8_083,
    debugPort: 8_004,
    needs: ['kafka', 'postgres', 'mail'],
    consumes: ['orders'],
    publishes: [],
    asks: [],
  },
} as const satisfies Readonly<Record<string, ServiceManifest>>

export type ServiceName = keyof typeof services

/** All names, in the order in which they are shown. */
export const serviceNames = Object.keys(services) as readonly ServiceName[]

/** The service that clients reach first. */
export const edgeService =
  serviceNames.find((name) => manifestOf(name).isEdge) ?? (serviceNames[0] as ServiceName)

/** The services that cannot work without this. */
export function needing(need: Need): readonly ServiceName[] {
  return serviceNames.filter((name) => manifestOf(name).needs.includes(need))
}

/** The services that consume this topic. */
export function consuming(topic: string): readonly ServiceName[] {
  return serviceNames.filter((name) => manifestOf(name).consumes.includes(topic))
}

/** The environment variable that tells a service where this peer is. */
export function peerSetting(peer: string): string {
  return `${peer.toUpperCase().replaceAll('-', '_')}_URL`
}

/** What a service asks and needs, without the literal types of the table. */
export function manifestOf(name: ServiceName): ServiceManifest {
  return services[name]
}
