import type { ConnectionOptions } from 'node:tls'
import type { Log } from '@tailspan/telemetry'

/** How a batch is made smaller for its way and for the broker's disk; what others write with is read anyway. */
export type Compression = 'none' | 'gzip' | 'zstd'

/** What talks to the brokers. */
export type ClientName = 'kafkajs' | 'platformatic'

/** Who gives the partitions of a group to its members: one of them, or the broker (KIP-848). */
export type GroupProtocolName = 'classic' | 'consumer'

/** Who we are for brokers that ask; the password is revealed to the connection only. */
export type Sasl = {
  readonly mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512'
  readonly username: string
  readonly password: { reveal(): string }
}

/** Where the brokers are, and how to talk to them. */
export type KafkaOptions = {
  readonly brokers: readonly string[]
  readonly clientId: string
  readonly log: Log
  readonly client?: ClientName
  readonly tls?: boolean | ConnectionOptions | undefined
  readonly sasl?: Sasl | undefined
  readonly requestTimeoutMs?: number
  /** Not each client has both. */
  readonly groupProtocol?: GroupProtocolName
  /** Of what is written; everything is read, however it was written. */
  readonly compression?: Compression
}

/** The same with nothing left out but what a broker need not ask for. */
export type ClientSettings = Readonly<Required<Omit<KafkaOptions, 'client' | 'tls' | 'sasl'>>> &
  Pick<KafkaOptions, 'tls' | 'sasl'>
