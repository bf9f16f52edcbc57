import type { Actor } from '@tailspan/lifecycle'
import { inRoot, untilAborted } from '@tailspan/scope'
import type { Log } from '@tailspan/telemetry'
import type { Kafka } from '../client/kafka.ts'
import { untilConnected } from '../client/until-connected.ts'
import type { Producer } from '../producer/producer.ts'
import { BatchWork } from './batch-work.ts'
import { BlockedPartitions } from './blocked-partitions.ts'
import { createConsumerMetrics } from './consumer-metrics.ts'
import { GroupMember } from './group-member.ts'
import type { AnyHandlers, Handlers } from './handler.ts'
import { observeLag } from './lag/observe-lag.ts'
import { PartitionPositions } from './lag/partition-positions.ts'
import { createProcessRecord } from './process-record.ts'
import type { TraceAsync } from './process-span.ts'

/** What a consumer listens to, what it does with each event, and how patient it is. */
export type ConsumerOptions<Data> = {
  readonly groupId: string
  readonly topics: readonly string[]
  readonly handlers: Handlers<Data>
  /** Takes the dead letters. */
  readonly producer: Pick<Producer, 'send'>
  readonly traceAsync?: TraceAsync
  readonly log?: Log
  readonly maxAttempts?: number
  readonly backoffMs?: number
  readonly maxBackoffMs?: number
  readonly sessionMs?: number
  readonly heartbeatMs?: number
  /** Partitions at once. */
  readonly concurrency?: number
  /** Of one partition, records of different keys at once. */
  readonly keysAtOnce?: number
  /** Of one partition, none is begun that lies so many records beyond the first unfinished one. */
  readonly maxAhead?: number
}

/** A member of a consumer group; its actor is its life. */
export interface Consumer {
  readonly actor: Actor
  /** Whether it is a member of its group now. */
  isJoined(): boolean
  /** For /readyz: rejects while a partition stands still until a person has done something, and says what. */
  check(): Promise<void>
  /** For /readyz: rejects when it has been no member of its group for six sessions, and says why. */
  membership(): Promise<void>
}

const defaults = {
  traceAsync: 'child' as TraceAsync,
  maxAttempts: 4,
  backoffMs: 200,
  maxBackoffMs: 10_000,
  sessionMs: 10_000,
  heartbeatMs: 2_000,
  concurrency: 4,
  keysAtOnce: 8,
  maxAhead: 100,
}

/**
 * A member of a consumer group that takes each record to its end: handled, skipped or a dead letter.
 *
 * shape:   one handler per `ce_type`; partitions and keys side by side, the records of one key in order
 * units:   …Ms in milliseconds, the others in pieces
 * errors:  malformed records become dead letters at once, others after maxAttempts of their own; kind
 *          `unavailable` is retried without limit; when the client ends, the actor's `run` rejects
 * repeats: the offset moves over what is done without a gap, so a record can be redelivered: make effects idempotent
 */
export function createConsumer<Data>(kafka: Kafka, options: ConsumerOptions<Data>): Consumer {
  const settings = { ...defaults, log: kafka.log, ...options }
  const handlers = settings.handlers as unknown as AnyHandlers
  const metrics = createConsumerMetrics(settings.groupId)
  const backoff = { initialMs: settings.backoffMs, maxMs: settings.maxBackoffMs }
  const processRecord = createProcessRecord({ ...settings, handlers, metrics })
  const blocked = new BlockedPartitions()
  const positions = new PartitionPositions()
  const work = new BatchWork({
    ...settings,
    ...backoff,
    processRecord,
    blocked,
    positions,
    metrics,
    faultOf: kafka.client.faultOf,
  })
  const onJoined = (assignment: Parameters<PartitionPositions['assign']>[0]) => {
    metrics.rebalanced()
    positions.assign(assignment)
    blocked.clear()
  }
  const member = new GroupMember(kafka, { ...settings, onJoined })
  const observe = () =>
    observeLag(kafka, { ...settings, positions, isJoined: () => member.isJoined })
  return {
    actor: createConsumerActor({ settings, member, work, observe }),
    isJoined: () => member.isJoined,
    check: async () => blocked.check(),
    membership: async () => member.check(),
  }
}

type Parts = {
  readonly settings: { readonly groupId: string; readonly log: Log }
  readonly member: GroupMember
  readonly work: BatchWork
  /** Starts the gauge of the lag, and returns how to stop it. */
  readonly observe: () => () => Promise<void>
}

function createConsumerActor({ settings, member, work, observe }: Parts): Actor {
  const { groupId, log } = settings
  const who = `consumer ${groupId}`
  let unobserve = async () => {}
  return {
    name: `kafka ${who}`,
    async start(signal) {
      // Before it is connected: a consumer that never gets so far is not to be silent.
      unobserve = observe()
      try {
        await inRoot(() => untilConnected(() => member.connect(), { signal, log, who }))
      } catch (error) {
        await Promise.all([member.leave(signal, 0), unobserve()])
        throw error
      }
    },
    run: (signal) => inRoot(() => untilAborted(signal, member.run(work.eachBatch))),
    quiesce() {
      work.quiesce()
      member.pause()
    },
    // To abort a handler, and to tell the group.
    reserveMs: 250,
    async stop(signal, lastMs) {
      work.quiesce()
      const cutShort = () => work.cutShort(signal.reason)
      if (signal.aborted) cutShort()
      signal.addEventListener('abort', cutShort, { once: true })
      await inRoot(() => Promise.all([member.leave(signal, lastMs * 0.8), unobserve()]))
      signal.removeEventListener('abort', cutShort)
    },
  }
}
