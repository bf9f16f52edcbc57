import { type BrokerOptions, type Kafka, startBroker } from './broker.ts'
import type { KafkaRuntime } from './jvm.ts'
import { prepareKafka } from './prepare-kafka.ts'

/** Where and how Kafka is started. */
export type KafkaOptions = BrokerOptions & {
  /** What `prepareKafka` returned; prepared on the spot unless given. */
  readonly runtime?: KafkaRuntime
}

/**
 * Starts a real Apache Kafka broker on the JVM and waits until it serves.
 *
 * shape:   port, controllerPort: chosen when left out; extraListeners: further addresses, see ExtraListener
 * errors:  java-missing, java-too-old, download-failed, download-corrupt, disk-full, part-failed
 * repeats: several may run at once, each in a folder and on ports of its own; a used folder is used on
 */
export async function startKafka({ runtime, ...options }: KafkaOptions): Promise<Kafka> {
  return startBroker(runtime ?? (await prepareKafka()), options)
}
