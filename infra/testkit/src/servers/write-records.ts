import { Kafka, logLevel, Partitioners } from 'kafkajs'

/** A record as somebody else might write it. */
export type StrangeRecord = {
  readonly key?: string
  readonly value: string
  readonly headers?: Readonly<Record<string, string>>
}

/**
 * Writes records past our own Kafka library, good ones or bad ones.
 *
 * errors: the topic does not exist, no broker answers
 */
export async function writeRecords(
  { brokers, topic }: { readonly brokers: string; readonly topic: string },
  records: readonly StrangeRecord[],
): Promise<void> {
  const retry = { retries: 4, initialRetryTime: 50 }
  const client = { clientId: 'testkit', brokers: brokers.split(','), retry }
  const createPartitioner = Partitioners.DefaultPartitioner
  const producer = new Kafka({ ...client, logLevel: logLevel.NOTHING }).producer({
    createPartitioner,
    allowAutoTopicCreation: false,
  })
  await producer.connect()
  try {
    const messages = records.map(({ headers = {}, ...rest }) => ({ ...rest, headers }))
    await producer.send({ topic, messages })
  } finally {
    await producer.disconnect()
  }
}
