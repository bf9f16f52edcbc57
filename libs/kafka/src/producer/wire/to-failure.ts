import type { ClientFault } from '../../client/port/kafka-client.ts'
import { CarryFailed } from '../queue/carrier.ts'
import { failureOf } from './produce-answer.ts'

type Attempt = {
  readonly fault: ClientFault
  /** Whether bytes were handed to a socket. */
  readonly hasLeft: boolean
  readonly where: string
}

/** What an error of the client means for records: without an answer of a broker it is a fault of the connection, not of a record. */
export function toFailure(
  error: unknown,
  { fault: { code, isClosed }, hasLeft, where }: Attempt,
): CarryFailed {
  if (code !== undefined && !hasLeft) return failureOf(code, where)
  return new CarryFailed(
    { fault: 'way', mayBeWritten: hasLeft, isClosed: hasLeft && isClosed },
    { cause: error },
  )
}
