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
import { askPositions } from './ask-positions.ts'
import { ageMsOf, lagOf, type PartitionPositions } from './partition-positions.ts'

type Observed = {
  readonly groupId: string
  readonly positions: PartitionPositions
  /** Who is not a member has no broker to ask. */
  readonly isJoined: () => boolean
}

/**
 * Shows the lag of a group in the partitions that this member owns, in records and in time; returns how to stop that.
 *
 * shape: the brokers are asked once per export interval, and only about partitions of which nothing was fetched in
 *        it; while they are away the last known lag stands
 */
export function observeLag(kafka: Kafka, { groupId, positions, isJoined }: Observed) {
  const line = new AdminLine(kafka)
  const records = createGauge('consumerLag')
  const age = createGauge('consumerOldestAge')
  const refresh = createRareReading(async () => {
    const stale = positions.takeStale()
    if (isJoined() && stale.length > 0)
      await line.ask((brokers) => askPositions(brokers, groupId, stale))
  })
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

function createGauge(metric: 'consumerLag' | 'consumerOldestAge') {
  return meter.createObservableGauge(metricNames[metric], metricOptions(metric))
}
