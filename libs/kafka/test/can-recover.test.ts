import { createRequire } from 'node:module'
import { expect, test } from 'vitest'
import { faultOf } from '../src/client/kafkajs/fault-of.ts'
import { canRecover } from '../src/consumer/can-recover.ts'

const require = createRequire(import.meta.url)
const errors = require('kafkajs/src/errors')
const { createErrorFromCode } = require('kafkajs/src/protocol/error')

/** As kafkajs hands on what its retries cannot help. */
const final = (cause: Error) => new errors.KafkaJSNonRetriableError(cause, { cause })
const login = (reason: string) => final(new errors.KafkaJSSASLAuthenticationError(reason))

const mended: readonly [string, Error][] = [
  ['a SCRAM password that was changed', login('SASL SCRAM SHA512 authentication failed: no')],
  ['a PLAIN password that was changed', login('SASL PLAIN authentication failed: no')],
  ['a broker that dies during a login', login('SCRAM failed: Closed connection')],
  ['a mechanism that a listener lacks for now', login('SASL SCRAM is not supported by the server')],
  ['a connection that waits for a silent broker', final(new errors.KafkaJSLockTimeout('1 waits'))],
  ['no coordinator', final(new errors.KafkaJSGroupCoordinatorNotFound('none'))],
  ['no broker left', final(new errors.KafkaJSBrokerNotFound('none'))],
  ['a login that the broker answers with its code', final(createErrorFromCode(58))],
  ['a code that kafkajs does not know', final(createErrorFromCode(999))],
  ['a right that is missing', final(createErrorFromCode(30))],
]

test.each(mended)('C9 a consumer that ended for %s begins anew', (_, error) => {
  expect(canRecover(faultOf(error))).toBe(true)
})

test.each([
  ['an error of a program', new TypeError('x is not a function')],
  ['a setting that can never work', final(createErrorFromCode(24))],
  ['a broker that is too old', final(new errors.KafkaJSServerDoesNotSupportApiKey('old', {}))],
])('C9 a consumer that ended for %s ends its service', (_, error) => {
  expect(canRecover(faultOf(error))).toBe(false)
})
