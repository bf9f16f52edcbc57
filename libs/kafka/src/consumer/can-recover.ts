import type { ClientFault } from '../client/port/kafka-client.ts'
import { kafkaError } from '../faults/kafka-errors.ts'

/** Whether a consumer that its client has stopped works again by itself, once the cluster is as it should be. */
export function canRecover({ code, isAway }: ClientFault): boolean {
  return code === undefined ? isAway : kafkaError(code).owner === 'theirs'
}
