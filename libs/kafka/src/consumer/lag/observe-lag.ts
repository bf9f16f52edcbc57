import type { BatchObservableResult } from '@opentelemetry/api'
import {
  attributes,
  createRareReading,
  meter,
  metricNames,
  metricOptions,
} from '@tailspan/telemetry'
import { AdminLine } from '../../client/admin-line.ts'
import type { Kafka } from '../../client/kafka.ts'
import { listPartitions } from '../../topics/list-partitions.ts'
import { askPositions } from './ask-positions.ts'
import { ageMsOf, lagOf, type PartitionPositions } from './partition-positions.ts'

type Observed = {
  readonly groupId: string
  readonly topics: readonly string[]
  readonly positions: PartitionPositions
  readonly isJoined: () => boolean
}

/**
 * Shows the lag of a group in the partitions that this member owns, in records and in time; returns how to stop that.
 *
 * shape: the brokers are asked once per export interval, and only about partitions of which nothing was fetched in
 *        it; while they are away the last known lag stands. Who is not a member shows what it owned last, or all
 *        partitions, by what the group has committed: that nobody consumes is no reason to be silent
 */
export function observeLag(kafka: Kafka, observed: Observed) {
  const { groupId, positions } = observed
  const line = new AdminLine(kafka)
  const records = createGauge('consumerLag')
  const age = createGauge('consumerOldestAge')
  const refresh = createRareReading(() => askBrokers(line, observed))
  async function observe(result: BatchObservableResult): Promise<void> {
    await refresh()
    for (const position of positions.all) {
      const lag = lagOf(position)
      if (lag === undefined) continue
      const labels = {
        [attributes.messagingConsumerGroupName]: groupId,
        [attributes.messagingDestinationName]: position.topic,
        [attributes.messagingDestinationPartitionId]: String(position.partition),
      }
      result.observe(records, lag, labels)
      result.observe(age, ageMsOf(position, Date.now()) / 1_000, labels)
    }
  }
  meter.addBatchObservableCallback(observe, [records, age])
  return async function stopObserving(): Promise<void> {
    meter.removeBatchObservableCallback(observe, [records, age])
    await line.close()
  }
}

async function askBrokers(line: AdminLine, observed: Observed): Promise<void> {
  const { groupId, topics, positions, isJoined } = observed
  const isOwner = isJoined()
  const stale = positions.takeStale()
  if (isOwner && stale.length === 0) return
  await line.ask(async (brokers) => {
    if (isOwner) return askPositions(brokers, { groupId, positions: stale, isOwner })
    if (!positions.isAssigned) positions.assume(await listPartitions(brokers, topics))
    await askPositions(brokers, { groupId, positions: positions.all, isOwner })
  })
}

function createGauge(metric: 'consumerLag' | 'consumerOldestAge') {
  return meter.createObservableGauge(metricNames[metric], metricOptions(metric))
}
