import { eventually, readLeaders, startKafkaCluster, uniqueId } from '@tailspan/testkit'
import { Kafka, logLevel } from 'kafkajs'

const patient = { timeoutMs: 60_000 }

type Place = { readonly topic: string; readonly partition: number; readonly node: number }

/** Three brokers, and what their operator does with topics and partitions. */
export async function givenThreeBrokers() {
  await using undo = new AsyncDisposableStack()
  const { brokers } = undo.use(await startKafkaCluster())
  const quiet = { clientId: 'operator', logLevel: logLevel.NOTHING, retry: { retries: 10 } }
  const client = new Kafka({ ...quiet, brokers: brokers.split(',') })
  const admin = client.admin()
  await admin.connect()
  undo.defer(() => admin.disconnect())
  const leadersOf = async (topic: string) => [...(await readLeaders({ brokers, topic }))]
  const untilLed = ({ topic, partition, node }: Place) =>
    eventually(async () => {
      const leaders = new Map(await leadersOf(topic))
      return leaders.get(partition) === node
    }, patient)
  const running = undo.move()
  return {
    brokers: brokers.split(','),
    /** A topic of the test's own; each partition is kept by one node alone. */
    async openTopicOn(nodes: readonly number[]): Promise<string> {
      const topic = uniqueId('moving')
      const replicaAssignment = nodes.map((node, partition) => ({ partition, replicas: [node] }))
      const configEntries = [{ name: 'min.insync.replicas', value: '1' }]
      const topics = [{ topic, replicaAssignment, configEntries }]
      // Brokers that have just started do not know of each other yet.
      await eventually(() => admin.createTopics({ topics }).then(() => true), patient)
      await Promise.all(nodes.map((node, partition) => untilLed({ topic, partition, node })))
      return topic
    },
    async moveTo({ topic, partition, node }: Place): Promise<void> {
      const partitionAssignment = [{ partition, replicas: [node] }]
      await admin.alterPartitionReassignments({ topics: [{ topic, partitionAssignment }] })
      await untilLed({ topic, partition, node })
    },
    /** Behind all that are there. */
    async addPartition({ topic, partition, node }: Place): Promise<void> {
      const added = { topic, count: partition + 1, assignments: [[node]] }
      await admin.createPartitions({ topicPartitions: [added] })
      await untilLed({ topic, partition, node })
    },
    async write(topic: string, value: string, partitions: readonly number[]): Promise<void> {
      const producer = client.producer({ allowAutoTopicCreation: false })
      await producer.connect()
      const messages = partitions.map((partition) => ({ partition, value }))
      await producer.send({ topic, messages })
      await producer.disconnect()
    },
    /** What the coordinator says of a group, asked so often: `PreparingRebalance` while it waits for members to join. */
    async statesOf(groupId: string, count = 1): Promise<readonly string[]> {
      const states = new Set<string>()
      for (let asked = 0; asked < count; asked++) {
        const { groups } = await admin.describeGroups([groupId])
        for (const { state } of groups) states.add(state)
      }
      return [...states]
    },
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  }
}
