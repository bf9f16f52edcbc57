import type { ConnectionOptions } from 'node:tls'
import type { Log } from '@tailspan/telemetry'
import kafkajs, { type ISocketFactory, type KafkaConfig, type SASLOptions } from 'kafkajs'
import { Rights } from '../faults/rights.ts'
import { type Compression, knowCodecs } from './codecs/compression.ts'
import { createKafkaLog } from './kafka-log.ts'

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
  readonly tls?: boolean | ConnectionOptions | undefined
  readonly sasl?: Sasl | undefined
  readonly requestTimeoutMs?: number
  /** Of what is written; everything is read, however it was written. */
  readonly compression?: Compression
}

/** Where the brokers are and how to talk to them; producers and consumers are made of it. */
export type Kafka = Readonly<Required<Omit<KafkaOptions, 'tls' | 'sasl'>>> & {
  /** What is known of missing rights, by all that is made of it. */
  readonly rights: Rights
  readonly tls?: boolean | ConnectionOptions | undefined
  readonly sasl?: Sasl | undefined
}

/**
 * Says where the brokers are. Nothing is connected before an actor starts.
 *
 * shape: compression none if left out
 * units: requestTimeoutMs in milliseconds, 5,000 if left out: how long a silent broker is waited for
 */
export function createKafka(options: KafkaOptions): Kafka {
  const { tls, sasl, log } = options
  if (sasl?.mechanism === 'plain' && !tls) log.warn('kafka.password-in-the-clear')
  const rights = new Rights(log)
  return Object.freeze({ requestTimeoutMs: 5_000, compression: 'none', rights, ...options })
}

/** A client of its own for each producer and consumer: kafkajs shares committed offsets within one. */
export function openClient(
  kafka: Kafka,
  socketFactory?: ISocketFactory,
  retries = 2 + kafka.brokers.length,
): kafkajs.Kafka {
  knowCodecs()
  const { brokers, clientId, requestTimeoutMs, tls, sasl, log } = kafka
  const config: KafkaConfig = {
    brokers: [...brokers],
    clientId,
    requestTimeout: requestTimeoutMs,
    connectionTimeout: requestTimeoutMs,
    retry: { ...retrySettings, retries },
    logCreator: createKafkaLog(log),
  }
  if (tls) config.ssl = tls
  if (sasl) config.sasl = reveal(sasl)
  if (socketFactory) config.socketFactory = socketFactory
  return new kafkajs.Kafka(config)
}

function reveal({ mechanism, username, password }: Sasl): SASLOptions {
  return { mechanism, username, password: password.reveal() }
}

// All of them, because kafkajs has other defaults when NODE_ENV says test. Short, because the
// patient loops are ours: they honour a cancel between two attempts.
const retrySettings = { initialRetryTime: 50, maxRetryTime: 1_000, factor: 0.2, multiplier: 2 }
