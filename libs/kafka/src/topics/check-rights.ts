import type { Rights } from '../faults/rights.ts'
import type { TopicState } from './describe-topics.ts'

/** What a service does with its topics. */
export type TopicUses = ReadonlyMap<string, ReadonlySet<'READ' | 'WRITE'>>

/** Notes which rights on topics are missing, and which no longer are. */
export function checkRights(
  rights: Rights,
  uses: TopicUses,
  states: ReadonlyMap<string, TopicState>,
): void {
  for (const [topic, { error, operations }] of states) {
    const right = { operation: 'DESCRIBE', resource: `topic ${topic}` }
    if (error === 'TOPIC_AUTHORIZATION_FAILED') rights.report({ ...right, reason: error })
    else rights.confirm(right)
    // It exists already; it does not matter who created it.
    if (!error) rights.confirm({ operation: 'CREATE', resource: `topic ${topic}` })
    if (operations && !error) checkUses({ rights, topic, operations }, uses.get(topic) ?? new Set())
  }
}

type Topic = {
  readonly rights: Rights
  readonly topic: string
  readonly operations: ReadonlySet<string>
}

function checkUses({ rights, topic, operations }: Topic, used: ReadonlySet<string>): void {
  const reason = `the broker allows ${[...operations].join(', ') || 'nothing'}`
  for (const operation of used) {
    const right = { operation, resource: `topic ${topic}` }
    if (operations.has(operation)) rights.confirm(right)
    else rights.report({ ...right, reason })
  }
}
