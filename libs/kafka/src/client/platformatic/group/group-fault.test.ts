import { heartbeatV4, Reader } from '@platformatic/kafka'
import { expect, test } from 'vitest'
import { groupFaultOf } from './group-fault.ts'

/** What the client makes of a heartbeat that comes to this code. Wire: `throttle_time_ms (4) error_code (2) tags (1)` */
function failureOf(code: number): unknown {
  const bytes = Buffer.alloc(7)
  bytes.writeInt16BE(code, 4)
  try {
    return heartbeatV4.parseResponse(1, 12, 4, Reader.from(bytes))
  } catch (error) {
    return error
  }
}

test.each([
  ['a rebalance', 27, 'rejoin'],
  ['a member that the group has forgotten', 25, 'rejoin'],
  ['a coordinator that is loading', 14, 'passes'],
  // connections.max.reauth.ms: the client sends requests while it logs in anew.
  ['a request between the two halves of a login', 34, 'passes'],
  ['a right that is missing', 30, 'final'],
])('%s, code %d, means to a member: %s', (_, code, fault) => {
  expect(groupFaultOf(failureOf(code))).toBe(fault)
})
