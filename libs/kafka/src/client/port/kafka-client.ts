import type { ClientSettings, GroupProtocolName } from '../settings.ts'
import type { AdminConnections } from './admin-connections.ts'
import type { GroupClient, GroupEvents, GroupSettings } from './group-client.ts'
import type { ProduceConnections } from './produce-connections.ts'
import type { TopicReader } from './topic-reader.ts'

/**
 * All that this library needs of a Kafka client; `createKafka` chooses one.
 *
 * shape: nothing is connected before `connect`; what is opened has connections of its own
 */
export interface KafkaClient {
  readonly groupProtocols: readonly GroupProtocolName[]
  openProducing(settings: ClientSettings): ProduceConnections
  openAdmin(settings: ClientSettings): AdminConnections
  openGroup(settings: ClientSettings, group: GroupSettings, events: GroupEvents): GroupClient
  openReader(settings: ClientSettings): TopicReader
  /** Sorts what any of these has thrown. */
  faultOf(error: unknown): ClientFault
}

/** What an error of a client says, whichever client it is. */
export type ClientFault = {
  /** Kafka's code, where a broker has answered. */
  readonly code: number | undefined
  /** What the broker says beyond its code. */
  readonly text: string | undefined
  /** The connection was closed instead of an answer. */
  readonly isClosed: boolean
  /** No broker is left to talk to, or none lets us in. */
  readonly isAway: boolean
  /** The broker is too old for this request. */
  readonly isUnsupported: boolean
}
