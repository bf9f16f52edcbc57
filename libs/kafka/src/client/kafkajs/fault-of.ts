import { codeOf } from '../../faults/code-of.ts'
import type { ClientFault } from '../port/kafka-client.ts'

// What kafkajs calls final and the cluster can mend. With its last connection it forgets its last broker; a password
// that is refused is what it makes of whatever breaks a login; a lock is held by one that waits for a silent broker.
const awayNames = [
  'KafkaJSGroupCoordinatorNotFound',
  'KafkaJSBrokerNotFound',
  'KafkaJSSASLAuthenticationError',
  'KafkaJSTimeout',
  'KafkaJSLockTimeout',
]

/** Sorts what kafkajs throws. */
export function faultOf(error: unknown): ClientFault {
  return {
    code: codeOf(error),
    text: textOf(error),
    isClosed: findCause(error, ['KafkaJSConnectionClosedError']) !== undefined,
    isAway: findCause(error, awayNames) !== undefined,
    isUnsupported: findCause(error, ['KafkaJSServerDoesNotSupportApiKey']) !== undefined,
  }
}

/** The first error of such a name among the causes. */
export function findCause(error: unknown, names: readonly string[]): Error | undefined {
  for (let cause = error; cause instanceof Error; cause = cause.cause)
    if (names.includes(cause.name)) return cause
  return undefined
}

type CreateAnswer = {
  readonly response?: { readonly topicErrors?: readonly { readonly errorMessage?: string }[] }
}

/** kafkajs says no more than "Topic creation errors". */
function textOf(error: unknown): string | undefined {
  const [first] = (error as CreateAnswer | undefined)?.response?.topicErrors ?? []
  return first?.errorMessage || undefined
}
