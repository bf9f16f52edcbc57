import type { ClientFault } from '../port/kafka-client.ts'

// As the client calls a broker that cannot be reached, does not answer in time, or lets nobody in.
const awayCodes = new Set(['PLT_KFK_NETWORK', 'PLT_KFK_AUTHENTICATION'])

/** Nobody has said where this broker is. */
export class BrokerUnknown extends Error {}

/** The broker is too old for a request. */
export class RequestUnknown extends Error {}

/** Sorts what @platformatic/kafka throws. */
export function faultOf(error: unknown): ClientFault {
  const all = [...causesOf(error)]
  const answered = all.find((one) => typeof (one as { apiCode?: unknown }).apiCode === 'number')
  const { apiCode, serverErrorMessage } = (answered ?? {}) as Answered
  return {
    code: apiCode,
    text: serverErrorMessage || undefined,
    isClosed: all.some(isClosed),
    isAway: all.some(isAway),
    isUnsupported: all.some((one) => one instanceof RequestUnknown),
  }
}

type Answered = { readonly apiCode?: number; readonly serverErrorMessage?: string }

function isClosed(error: Error): boolean {
  return error.message.startsWith('Connection closed')
}

function isAway(error: Error): boolean {
  return error instanceof BrokerUnknown || awayCodes.has((error as { code?: string }).code ?? '')
}

/** The error and all that is behind it. */
export function* causesOf(error: unknown): Generator<Error> {
  if (!(error instanceof Error)) return
  yield error
  if (error instanceof AggregateError) for (const one of error.errors) yield* causesOf(one)
  yield* causesOf(error.cause)
}
