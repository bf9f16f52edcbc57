import { expect, test } from 'vitest'
import { driverFaultOf } from './driver-faults.ts'
import { judgeStatement, toConnectError } from './to-database-error.ts'

const coded = (code: string) => Object.assign(new Error('at db.internal:5432'), { code })

test.each([
  ['ECONNREFUSED', 'connection refused'],
  ['ECONNRESET', 'connection broken'],
  ['EPIPE', 'connection broken'],
  ['ETIMEDOUT', 'no answer in time'],
  ['ENOTFOUND', 'host not found'],
  ['EAI_AGAIN', 'host not found'],
  ['EHOSTUNREACH', 'host not reachable'],
  ['EMFILE', 'no room for a connection here'],
  ['ENOENT', 'its socket or certificate file cannot be opened'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'no TLS connection'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'certificate not trusted'],
  ['CERT_HAS_EXPIRED', 'certificate not trusted'],
  ['ERR_STREAM_DESTROYED', 'no answer'],
])('W1 %s is theirs for now: %s', (code, reason) => {
  expect(driverFaultOf(coded(code))).toEqual({ owner: 'theirs', reason })
})

test.each([
  ['Connection terminated unexpectedly', 'connection broken'],
  ['Connection terminated due to connection timeout', 'no connection in time'],
  ['timeout expired', 'no connection in time'],
  ['timeout exceeded when trying to connect', 'no connection is free'],
  ['Query read timeout', 'no answer in time'],
  ['Client has encountered a connection error and is not queryable', 'connection broken'],
  ['Cannot use a pool after calling end on the pool', 'connection broken'],
  ['The server does not support SSL connections', 'no TLS connection'],
  ['SASL: SCRAM-SERVER-FIRST-MESSAGE: client password must be a string', 'login refused'],
  ['Received unexpected commandComplete message from backend.', 'connection out of step'],
  ['something that pg may say next year', 'no answer'],
])('W1 pg saying "%s" is theirs for now: %s', (message, reason) => {
  expect(driverFaultOf(new Error(message))).toEqual({ owner: 'theirs', reason })
})

test.each([
  new TypeError('Converting circular structure to JSON'),
  new Error('circular reference detected while preparing "[object Object]" for query'),
  new RangeError('Invalid time value'),
  Object.assign(new TypeError('"value" must be a string'), { code: 'ERR_INVALID_ARG_TYPE' }),
])('W1 a value that no query can carry is ours, and counts: %s', (thrown) => {
  expect(judgeStatement(thrown).error).toMatchObject({ kind: 'internal', hitsAll: false })
})

test('W1 neither host nor port of the database is in the text that clients may see', () => {
  const error = toConnectError(coded('ECONNREFUSED'))

  expect(error).toMatchObject({ kind: 'unavailable', connectionLost: true })
  expect(error.message).toBe('the database is unavailable: connection refused')
})

test('W2 a URL that is none is never tried again', () => {
  expect(toConnectError(coded('ERR_INVALID_URL'))).toMatchObject({ kind: 'invalid' })
})
