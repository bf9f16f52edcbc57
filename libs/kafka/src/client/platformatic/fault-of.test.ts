import { AuthenticationError, NetworkError, ProtocolError } from '@platformatic/kafka'
import { expect, test } from 'vitest'
import { BrokerUnknown, faultOf, RequestUnknown } from './fault-of.ts'

const nothing = {
  code: undefined,
  text: undefined,
  isClosed: false,
  isAway: false,
  isUnsupported: false,
}
const refused = new AuthenticationError('SASL authentication failed.', {
  cause: new AggregateError([new ProtocolError(58, 'invalid credentials')]),
})

test.each([
  ['an answer with an error', new ProtocolError(29), { code: 29 }],
  ['one that was repeated', new Error('outer', { cause: new ProtocolError(22) }), { code: 22 }],
  ['the first of several', new AggregateError([new ProtocolError(36)]), { code: 36 }],
  ['what a broker adds', new ProtocolError(37, 'not 0'), { code: 37, text: 'not 0' }],
  [
    'a closed connection',
    new Error('outer', { cause: new NetworkError('Connection closed') }),
    { isClosed: true, isAway: true },
  ],
  ['a broker that nobody knows', new BrokerUnknown('7'), { isAway: true }],
  [
    'a password that is refused',
    new NetworkError('Connection to kafka-1:9092 failed.', { cause: refused }),
    { isAway: true, code: 58, text: 'invalid credentials' },
  ],
  ['a broker that is too old', new RequestUnknown('old'), { isUnsupported: true }],
  ['something that is no error', undefined, {}],
])('%s is sorted into the words of the port', (_, error, fault) => {
  expect(faultOf(error)).toEqual({ ...nothing, ...fault })
})
