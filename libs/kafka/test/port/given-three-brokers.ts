import { eventually, readLeaders, startKafkaCluster, uniqueId } from '@tailspan/testkit'
import { Kafka, logLevel } from 'kafkajs'
import { AdminLine } from '../../src/client/admin-line.ts'
import type { Cluster } from '../../src/client/kafkajs/cluster.ts'
import { openKafka } from '../open-kafka.ts'

const patient = { timeoutMs: 60_000 }

/** What kafkajs has below its admin. */
type Coordinators = Pick<Cluster, 'connect' | 'refreshMetadata' | 'disconnect'> & {
  findGroupCoordinatorMetadata(which: { readonly groupId: string }): Promise<{
    readonly coordinator: { readonly nodeId: number }
  }>
}

type Place = { readonly topic: string; readonly partition: number; readonly node: number }

/** Three brokers, and what their operator does with topics and partitions. */
export async function givenThreeBrokers() {
  await using undo = new AsyncDisposableStack()
  const cluster = undo.use(await startKafkaCluster())
  const { brokers } = cluster
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
  const line = new AdminLine(openKafka({ brokers: brokers.split(','), requestTimeoutMs: 1_000 }))
  undo.defer(() => line.close())
  const untilLeft = (topic: string, node: number) =>
    eventually(async () => {
      const [found] = await line.ask((asked) => asked.describeTopics([topic]))
      const leaders = found?.partitions.map(({ leader }) => leader) ?? []
      return leaders.includes(-1) && !leaders.includes(node)
    }, patient)
  const coordinatorOf = async (groupId: string): Promise<number> => {
    const asked = client.cluster() as Coordinators
    await asked.connect()
    try {
      await asked.refreshMetadata()
      return (await asked.findGroupCoordinatorMetadata({ groupId })).coordinator.nodeId
    } finally {
      await asked.disconnect()
    }
  }
  // Otherwise what groups commit may be where nobody is left that has it, or nowhere yet.
  const untilInSync = () =>
    eventually(async () => {
      await coordinatorOf('any')
      const { topics } = await admin.fetchTopicMetadata({ topics: ['__consumer_offsets'] })
      return topics.every(({ partitions }) => partitions.every(({ isr }) => isr.length === 3))
    }, patient)
  const running = undo.move()
  return {
    brokers: brokers.split(','),
    /** Stops a broker as it is, and waits until the others know that it is away: what it alone keeps of a topic has no leader then. */
    async freeze({ topic, node }: Omit<Place, 'partition'>): Promise<Disposable> {
      await untilInSync()
      const frozen = { [Symbol.dispose]: () => cluster.thaw(node) }
      cluster.freeze(node)
      await untilLeft(topic, node).catch((error) => {
        frozen[Symbol.dispose]()
        throw error
      })
      return frozen
    },
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
    coordinatorOf,
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
