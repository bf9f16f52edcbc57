import { ProtocolError } from '@platformatic/kafka'
import type { Fetched } from '../fetch/fetch-records.ts'
import { groupFaultOf } from './group-fault.ts'

/** Whether a fetch shows that all is well again: a refusal ends this membership, and what is next to it says nothing about the next one. */
export function isServed(answers: readonly Pick<Fetched, 'errorCode'>[]): boolean {
  const codes = answers.map(({ errorCode }) => errorCode)
  return codes.includes(0) && !codes.some(isFinal)
}

function isFinal(code: number): boolean {
  return code !== 0 && groupFaultOf(new ProtocolError(code)) === 'final'
}
