import { codeOf } from '../faults/code-of.ts'
import { kafkaError } from '../faults/kafka-errors.ts'

// With its last connection kafkajs forgets its last broker, and calls that final.
const awayNames = new Set(['KafkaJSGroupCoordinatorNotFound', 'KafkaJSBrokerNotFound'])

/** Whether a consumer that kafkajs has stopped works again by itself, once the cluster is as it should be. */
export function canRecover(error: Error): boolean {
  const code = codeOf(error)
  if (code !== undefined) return kafkaError(code).owner === 'theirs'
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause)
    if (awayNames.has(cause.name)) return true
  return false
}
