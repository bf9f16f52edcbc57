import { ConfigResourceTypes, IncrementalAlterConfigOperationTypes } from '@platformatic/kafka'
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
import { askCommitted } from './ask-committed.ts'
import { askMetadata, askRaw } from './ask-metadata.ts'
import { askOffsets } from './ask-offsets.ts'
import { findCoordinator } from './find-coordinator.ts'
import type { Request } from './wire.ts'
import { WireConnections } from './wire-connections.ts'

const type = ConfigResourceTypes.TOPIC

/** Asks on the protocol, so that one bad topic does not hide what an answer says of others. */
export class PlatformaticAdmin extends WireConnections implements AdminConnections {
  async ping(): Promise<void> {
    await this.wire.askAny({ name: 'ApiVersions', args: ['tailspan', '0.1.0'] })
  }

  describeTopics(topics: readonly string[]): Promise<readonly TopicDescription[]> {
    return askMetadata(this.wire, topics, true)
  }

  async createTopic(spec: TopicSpec, timeoutMs: number): Promise<void> {
    const { controllerId } = await askRaw(this.wire, [])
    const args = [[toRequest(spec)], timeoutMs, false]
    await this.wire.askNode(controllerId, { name: 'CreateTopics', args })
  }

  async describeSettings(asked: readonly SettingsAsked[]): Promise<readonly SettingsAnswer[]> {
    const resources = asked.map(({ topic, names }) => {
      return { resourceType: type, resourceName: topic, configurationKeys: [...names] }
    })
    const request = { name: 'DescribeConfigs', args: [resources, false, false] }
    const { results } = await keepAnswer(this.wire.askAny<Described>(request))
    return results.map((one) => ({ ...toAnswer(one), settings: one.configs }))
  }

  async changeSettings(changes: readonly SettingsChange[]): Promise<readonly TopicAnswer[]> {
    const configOperation = IncrementalAlterConfigOperationTypes.SET
    const resources = changes.map(({ topic, settings }) => ({
      resourceType: type,
      resourceName: topic,
      configs: settings.map(({ name, value }) => ({ name, configOperation, value })),
    }))
    const request = { name: 'IncrementalAlterConfigs', args: [resources, false] }
    const { responses } = await keepAnswer(this.wire.askAny<Changed>(request))
    return responses.map(toAnswer)
  }

  offsetsOf(
    partitions: readonly TopicPartition[],
    which: 'first' | 'end',
  ): Promise<PartitionOffsets> {
    return askOffsets(this.wire, partitions, which)
  }

  async committedBy(
    groupId: string,
    partitions: readonly TopicPartition[],
  ): Promise<PartitionOffsets> {
    const [coordinator] = await findCoordinator(this.wire, groupId)
    const ask = (request: Request) => this.wire.askNode(coordinator?.nodeId ?? -1, request)
    const committed = await askCommitted(ask, groupId, partitions)
    return committed.map(({ offset, ...one }) => ({ ...one, offset: String(offset) }))
  }
}

type Result = {
  readonly resourceName: string
  readonly errorCode: number
  readonly errorMessage: string | null
}
type Described = {
  readonly results: readonly (Result & {
    readonly configs: readonly { readonly name: string; readonly value: string }[]
  })[]
}
type Changed = { readonly responses: readonly Result[] }

function toRequest({ topic, partitions, replicationFactor = -1, settings = {} }: TopicSpec) {
  const configs = Object.entries(settings).map(([name, value]) => ({ name, value }))
  return { name: topic, numPartitions: partitions, replicationFactor, assignments: [], configs }
}

function toAnswer({ resourceName, errorCode, errorMessage }: Result): TopicAnswer {
  return { topic: resourceName, errorCode, errorMessage }
}
