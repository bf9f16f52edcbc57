import type { ClientFault } from '../../src/client/port/kafka-client.ts'
import { BrokerUnknown, RequestUnknown } from './wire.ts'

/** Sorts what @platformatic/kafka throws. */
export function faultOf(error: unknown): ClientFault {
  const all = [...causesOf(error)]
  const answered = all.find((one) => typeof (one as { apiCode?: unknown }).apiCode === 'number')
  const { apiCode, serverErrorMessage } = (answered ?? {}) as Answered
  return {
    code: apiCode,
    text: serverErrorMessage || undefined,
    isClosed: all.some(isClosed),
    isAway: all.some((one) => one instanceof BrokerUnknown),
    isUnsupported: all.some((one) => one instanceof RequestUnknown),
  }
}

type Answered = { readonly apiCode?: number; readonly serverErrorMessage?: string }

function isClosed(error: Error): boolean {
  return error.message.startsWith('Connection closed')
}

function* causesOf(error: unknown): Generator<Error> {
  if (!(error instanceof Error)) return
  yield error
  if (error instanceof AggregateError) for (const one of error.errors) yield* causesOf(one)
  yield* causesOf(error.cause)
}
