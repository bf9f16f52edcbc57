import { type Kafka, type KafkaOptions, startKafka } from '@tailspan/local'
import { eventually } from '../eventually.ts'
import { askKafka } from '../reading/ask-kafka.ts'

/** A broker that keeps groups from the first test on. */
export async function startBroker(options: KafkaOptions): Promise<Kafka> {
  await using undo = new AsyncDisposableStack()
  const kafka = undo.use(await startKafka(options))
  await untilGroupsAreKept(kafka.brokers)
  undo.move()
  return kafka
}

/** A fresh broker keeps no groups: what it needs for that is created and loaded when the first one is asked for. */
async function untilGroupsAreKept(brokers: string): Promise<void> {
  // By the code of their one letter each of the few partitions for groups has some of these.
  for (const groupId of 'abcdefgh')
    await eventually(() =>
      askKafka(brokers, (admin) => admin.fetchOffsets({ groupId, topics: [] })).then(() => true),
    )
}
