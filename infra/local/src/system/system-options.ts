import type { ServiceName } from '@tailspan/manifest'
import type { Env } from '../config.ts'
import type { ExtraListener } from '../kafka/server-properties.ts'
import type { Ports } from '../ports.ts'
import type { Screen } from './screen.ts'

/** What the system is started with. */
export type SystemOptions = {
  /** The folder for data, logs and records; one system at a time in each. */
  readonly state: string
  readonly ports: Ports
  /** The caller's shell, of which the parts get what is documented; this process's own unless given. */
  readonly env?: Env
  /** On top for all services, whatever it is. */
  readonly everyService?: Env
  /** On top for single services, such as `{ order: { PUBLISH: 'detached' } }`. */
  readonly serviceEnv?: Readonly<Partial<Record<ServiceName, Env>>>
  /** All four unless given. */
  readonly services?: readonly ServiceName[]
  /** Further addresses of the broker, for a proxy in front of it. */
  readonly extraListeners?: readonly ExtraListener[]
  /** Three keep three copies of everything, of which two must be there; one unless given. */
  readonly brokers?: 1 | 3
  readonly screen?: Screen
  /** Calls the start off. */
  readonly signal?: AbortSignal
}
