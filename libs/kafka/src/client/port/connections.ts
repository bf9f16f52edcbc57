/** Connections to the brokers of one cluster; they repeat nothing by themselves. */
export interface Connections {
  connect(): Promise<void>
  /** Takes as long as a broker is silent. */
  disconnect(): Promise<void>
  /** Closes all sockets at once and opens no more: what waits for an answer is rejected. */
  cut(): void
}

/** A partition of a topic. */
export type TopicPartition = { readonly topic: string; readonly partition: number }

/** Where a topic is, in a broker's words. */
export type TopicLocation = {
  readonly topic: string
  /** Kafka's code, 0 for none. */
  readonly errorCode: number
  readonly partitions: readonly PartitionLocation[]
}

/** `leader` is a node, -1 while there is none. */
export type PartitionLocation = { readonly partitionId: number; readonly leader: number }
