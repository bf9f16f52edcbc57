import { expect, test } from 'vitest'
import { findLogFaults } from './find-log-faults.ts'

test('what a healthy service writes is no fault', () => {
  const log = [
    '{"level":"info","service":"order","event":"http.listening"}',
    '{"level":"warn","service":"order","event":"consumer.crashed","err":{"message":"boom"}}',
    'Debugger listening on ws://127.0.0.1:9229/0f2c',
    'For help, see: https://nodejs.org/en/docs/inspector',
    '',
  ]

  expect(findLogFaults(log.join('\n'))).toEqual([])
})

test.each([
  [
    '{"level":"error","service":"order","event":"group.error","err":{"code":"tasks-abandoned"}}',
    'order group.error tasks-abandoned',
  ],
  [
    '(node:1) MaxListenersExceededWarning: Possible EventEmitter memory leak detected.',
    '(node:1) MaxListenersExceededWarning: Possible EventEmitter memory leak detected.',
  ],
  ['[UnhandledPromiseRejection: nobody cared]', '[UnhandledPromiseRejection: nobody cared]'],
])('%s is one', (line, fault) => {
  expect(findLogFaults(`{"level":"info","event":"x"}\n${line}\n`)).toEqual([fault])
})
