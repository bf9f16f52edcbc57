import type { Actor } from '@tailspan/lifecycle'
import { inRoot } from '@tailspan/scope'
import { AdminLine } from '../client/admin-line.ts'
import type { Kafka } from '../client/kafka.ts'
import { RightsMissing } from '../faults/rights.ts'
import { checkRights, type TopicUses } from './check-rights.ts'
import { createTopics } from './create-topics.ts'
import { describeTopics } from './describe-topics.ts'
import { deadLetterTopic, type TopicSpec } from './topic-spec.ts'

/** The topics of a service, by what it does with them. */
export type Topics = {
  readonly reads?: readonly TopicSpec[]
  readonly writes?: readonly TopicSpec[]
}

/** Sees to topics and asks after the brokers' health. */
export type KafkaAdmin = {
  /** Starts when the topics are there; list it before what produces or consumes. */
  readonly actor: Actor
  /** Really asks a broker; rejects when none answers. */
  ping(): Promise<void>
  /** Rejects with the rights that are known to be missing; asks again whether they still are. */
  rights(): Promise<void>
}

/**
 * Sees to the topics of a service and asks after the brokers' health and the rights that it has.
 *
 * shape: each topic that is read gets its dead-letter topic, `<topic>.dlt`, which is written
 */
export function createKafkaAdmin(kafka: Kafka, { reads = [], writes = [] }: Topics): KafkaAdmin {
  const deadLetters = reads.map((spec) => deadLetterTopic(spec))
  const specs = uniqueByTopic([...reads, ...writes, ...deadLetters])
  const uses = usesOf(reads, [...writes, ...deadLetters])
  const line = new AdminLine(kafka)
  const ping = onceAtATime(() => line.ask((brokers) => brokers.ping()))
  const look = onceAtATime(() => line.ask((brokers) => describeTopics(brokers, [...uses.keys()])))
  return {
    ping: async () => void (await ping()),
    async rights() {
      if (kafka.rights.missing.length === 0) return
      const states = await look().catch(() => new Map())
      checkRights(kafka.rights, uses, states)
      const { missing } = kafka.rights
      if (missing.length > 0) throw new RightsMissing(missing)
    },
    actor: {
      name: 'kafka admin',
      start: (signal) => createTopics(kafka, specs, { signal, uses }),
      stop: () => line.close(),
      // To disconnect.
      reserveMs: 300,
    },
  }
}

/** Callers at the same time get the same answer: a silent broker must not collect questions. */
function onceAtATime<T>(ask: () => Promise<T>): () => Promise<T> {
  let asking: Promise<T> | undefined
  return () => {
    asking ??= inRoot(ask).finally(() => {
      asking = undefined
    })
    return asking
  }
}

function uniqueByTopic(specs: readonly TopicSpec[]): TopicSpec[] {
  return [...new Map(specs.map((spec) => [spec.topic, spec])).values()]
}

function usesOf(reads: readonly TopicSpec[], writes: readonly TopicSpec[]): TopicUses {
  const uses = new Map<string, Set<'READ' | 'WRITE'>>()
  const add =
    (use: 'READ' | 'WRITE') =>
    ({ topic }: TopicSpec) => {
      uses.set(topic, (uses.get(topic) ?? new Set()).add(use))
    }
  reads.forEach(add('READ'))
  writes.forEach(add('WRITE'))
  return uses
}
