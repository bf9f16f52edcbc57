import kafkajs, { type ISocketFactory, type KafkaConfig, type SASLOptions } from 'kafkajs'
import type { ClientSettings, Sasl } from '../settings.ts'
import { knowCodecs } from './compression.ts'
import { createKafkaLog } from './kafka-log.ts'

/** A client of its own for each producer and consumer: kafkajs shares committed offsets within one. */
export function openClient(
  settings: ClientSettings,
  socketFactory?: ISocketFactory,
  retries = 2 + settings.brokers.length,
): kafkajs.Kafka {
  knowCodecs()
  const { brokers, clientId, requestTimeoutMs, tls, sasl, log } = settings
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
