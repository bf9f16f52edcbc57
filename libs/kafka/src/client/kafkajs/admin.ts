import kafkajs from 'kafkajs'
import type { TopicSpec } from '../../topics/topic-spec.ts'
import { keepAnswer } from '../keep-answer.ts'
import type {
  AdminConnections,
  PartitionOffsets,
  SettingsAnswer,
  SettingsAsked,
  SettingsChange,
  TopicAnswer,
  TopicDescription,
} from '../port/admin-connections.ts'
import type { TopicPartition } from '../port/connections.ts'
import { type Broker, ClusterConnections, type ConfigsResponse } from './cluster.ts'
import { fromOffsets, topicsOf, toTopics } from './topic-lists.ts'

const type = kafkajs.ConfigResourceTypes.TOPIC

/** Asks below kafkajs's own admin, which throws away what one answer says of other topics. */
export class KafkajsAdmin extends ClusterConnections implements AdminConnections {
  async ping(): Promise<void> {
    await (await this.#anyBroker()).apiVersions()
  }

  async describeTopics(topics: readonly string[]): Promise<readonly TopicDescription[]> {
    const broker = await this.#anyBroker()
    const { topicMetadata } = await keepAnswer(broker.metadata(topics, true))
    return topicMetadata.map((one) => ({
      topic: one.topic,
      errorCode: one.topicErrorCode,
      partitions: one.partitionMetadata,
      authorizedOperations: one.authorizedOperations,
    }))
  }

  async createTopic(spec: TopicSpec, timeoutMs: number): Promise<void> {
    await this.cluster.refreshMetadataIfNecessary()
    const broker = await this.cluster.findControllerBroker()
    await broker.createTopics({ topics: [toRequest(spec)], timeout: timeoutMs })
  }

  async describeSettings(asked: readonly SettingsAsked[]): Promise<readonly SettingsAnswer[]> {
    const resources = asked.map(({ topic, names }) => ({ type, name: topic, configNames: names }))
    const broker = await this.#anyBroker()
    const answer = await keepAnswer(broker.describeConfigs({ resources, includeSynonyms: false }))
    return answer.resources.map((one) => ({
      ...toAnswer(one),
      settings: one.configEntries.map((entry) => {
        return { name: entry.configName, value: entry.configValue }
      }),
    }))
  }

  async changeSettings(changes: readonly SettingsChange[]): Promise<readonly TopicAnswer[]> {
    const resources = changes.map(({ topic, settings }) => {
      return { type, name: topic, configEntries: settings }
    })
    const broker = await this.#anyBroker()
    const { resources: answers } = await keepAnswer(broker.incrementalAlterConfigs({ resources }))
    return answers.map(toAnswer)
  }

  async offsetsOf(
    partitions: readonly TopicPartition[],
    which: 'first' | 'end',
  ): Promise<PartitionOffsets> {
    await this.cluster.addMultipleTargetTopics(topicsOf(partitions))
    // Leaders come back and move while this line is open.
    await this.cluster.refreshMetadataIfNecessary()
    const led = partitions.filter((one) => this.#hasLeader(one))
    const asked = toTopics(led, { fromBeginning: which === 'first' })
    return fromOffsets(await this.cluster.fetchTopicsOffset(asked))
  }

  async committedBy(
    groupId: string,
    partitions: readonly TopicPartition[],
  ): Promise<PartitionOffsets> {
    // It finds no coordinator before it knows the brokers.
    await this.cluster.addMultipleTargetTopics(topicsOf(partitions))
    const coordinator = await this.cluster.findGroupCoordinator({ groupId })
    const request = { groupId, topics: toTopics(partitions) }
    const { responses } = await coordinator.offsetFetch(request)
    return fromOffsets(responses)
  }

  #hasLeader({ topic, partition }: TopicPartition): boolean {
    const { topicMetadata = [] } = this.cluster.brokerPool.metadata ?? {}
    return topicMetadata
      .filter((one) => one.topic === topic)
      .some(({ partitionMetadata }) =>
        partitionMetadata.some(
          ({ partitionId, leader }) => partitionId === partition && leader >= 0,
        ),
      )
  }

  #anyBroker(): Promise<Broker> {
    return this.cluster.brokerPool.findConnectedBroker()
  }
}

function toRequest({ topic, partitions, replicationFactor = -1, settings = {} }: TopicSpec) {
  const configEntries = Object.entries(settings).map(([name, value]) => ({ name, value }))
  return { topic, numPartitions: partitions, replicationFactor, configEntries }
}

function toAnswer(one: ConfigsResponse['resources'][0]): TopicAnswer {
  const { resourceName, errorCode, errorMessage } = one
  return { topic: resourceName, errorCode, errorMessage }
}
