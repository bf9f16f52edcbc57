import { isClosedError } from '../../client/kafkajs/heal.ts'
import { codeOf } from '../../faults/code-of.ts'
import { CarryFailed } from '../queue/carrier.ts'
import { failureOf } from './produce-answer.ts'

/**
 * Sorts what kafkajs throws. Without an answer of a broker it is nobody's fault but the way's.
 *
 * shape: `hasLeft` says whether bytes were handed to a socket
 */
export function toFailure(
  error: unknown,
  { hasLeft, where }: { readonly hasLeft: boolean; readonly where: string },
): CarryFailed {
  const code = codeOf(error)
  if (code !== undefined && !hasLeft) return failureOf(code, where)
  return new CarryFailed(
    { fault: 'way', mayBeWritten: hasLeft, isClosed: hasLeft && isClosedError(error) },
    { cause: error },
  )
}
