import { codeOf } from '../faults/code-of.ts'
import { kafkaError } from '../faults/kafka-errors.ts'
import type { RecordRefused } from '../producer/send/send-errors.ts'

/**
 * Whether a smaller or plainer record might be taken.
 *
 * shape: not so where the topic is missing or not allowed: that is a matter of the topic. Without an answer of
 *        a broker it was this process that refused, for its size or because it cannot be encoded
 */
export function isRefusedForItself(refused: RecordRefused): boolean {
  const code = codeOf(refused)
  return code === undefined || kafkaError(code).owner === 'record'
}
