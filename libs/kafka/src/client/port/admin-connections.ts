import type { TopicSpec } from '../../topics/topic-spec.ts'
import type { Connections, TopicLocation, TopicPartition } from './connections.ts'

/** What is asked and changed of topics and groups. */
export interface AdminConnections extends Connections {
  /** Asks any broker something that needs no right and names no topic. */
  ping(): Promise<void>
  /** One answer for each topic, also for those that are not there or not to be seen. */
  describeTopics(topics: readonly string[]): Promise<readonly TopicDescription[]>
  /** Rejects with the broker's answer when it does not create the topic. */
  createTopic(spec: TopicSpec, timeoutMs: number): Promise<void>
  describeSettings(asked: readonly SettingsAsked[]): Promise<readonly SettingsAnswer[]>
  /** Changes these settings and leaves all others; `isUnsupported` where a broker can only replace them all. */
  changeSettings(changes: readonly SettingsChange[]): Promise<readonly TopicAnswer[]>
  /** The first offset that is there, or the one behind the last record; none for a partition without a leader. */
  offsetsOf(
    partitions: readonly TopicPartition[],
    which: 'first' | 'end',
  ): Promise<PartitionOffsets>
  /** What a group has committed; -1 where it has not. */
  committedBy(groupId: string, partitions: readonly TopicPartition[]): Promise<PartitionOffsets>
}

export type TopicDescription = TopicLocation & {
  /** A bit for each operation of AclOperation; absent from brokers before 2.3. */
  readonly authorizedOperations?: number | undefined
}

export type SettingsAsked = { readonly topic: string; readonly names: readonly string[] }

export type SettingsChange = { readonly topic: string; readonly settings: readonly Setting[] }

export type Setting = { readonly name: string; readonly value: string }

export type TopicAnswer = {
  readonly topic: string
  readonly errorCode: number
  readonly errorMessage: string | null
}

export type SettingsAnswer = TopicAnswer & { readonly settings: readonly Setting[] }

export type PartitionOffsets = readonly (TopicPartition & { readonly offset: string })[]
