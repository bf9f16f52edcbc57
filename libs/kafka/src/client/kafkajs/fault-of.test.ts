import { createRequire } from 'node:module'
import { expect, test } from 'vitest'
import { faultOf } from './fault-of.ts'

const require = createRequire(import.meta.url)
const errors = require('kafkajs/src/errors')
const { createErrorFromCode } = require('kafkajs/src/protocol/error')

const nothing = {
  code: undefined,
  text: undefined,
  isClosed: false,
  isAway: false,
  isUnsupported: false,
}
const closed = new errors.KafkaJSConnectionClosedError('closed', { host: 'kafka-1', port: 9092 })
const refused = new errors.KafkaJSSASLAuthenticationError('SASL SCRAM SHA512 failed: no')
const creation = {
  response: { topicErrors: [{ topic: 'orders', errorCode: 37, errorMessage: 'not 0' }] },
}

test.each([
  ['an answer with an error', createErrorFromCode(29), { code: 29 }],
  // kafkajs says no more of it than that; its word for it is in no table either.
  ['a code that it does not know', createErrorFromCode(999), { code: -99 }],
  ['one that was repeated', new Error('outer', { cause: createErrorFromCode(22) }), { code: 22 }],
  [
    'the first of several',
    Object.assign(new Error(), { errors: [createErrorFromCode(36)] }),
    { code: 36 },
  ],
  [
    'what a broker adds',
    Object.assign(createErrorFromCode(37), creation),
    { code: 37, text: 'not 0' },
  ],
  ['a closed connection', new Error('outer', { cause: closed }), { isClosed: true }],
  ['no coordinator', new errors.KafkaJSGroupCoordinatorNotFound('none'), { isAway: true }],
  ['no broker left', new errors.KafkaJSBrokerNotFound('none'), { isAway: true }],
  ['a password that is refused', refused, { isAway: true }],
  [
    'one refused behind a retry',
    new errors.KafkaJSNonRetriableError(refused, { cause: refused }),
    { isAway: true },
  ],
  ['a login that waits for another', new errors.KafkaJSLockTimeout('1 waits'), { isAway: true }],
  [
    'a broker that is too old',
    new errors.KafkaJSServerDoesNotSupportApiKey('old', {}),
    { isUnsupported: true },
  ],
  ['a timeout', new errors.KafkaJSRequestTimeoutError('late', { broker: 'kafka-1:9092' }), {}],
  ['something that is no error', undefined, {}],
])('%s is sorted into the words of the port', (_, error, fault) => {
  expect(faultOf(error)).toEqual({ ...nothing, ...fault })
})
