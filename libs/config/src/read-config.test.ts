import { inspect } from 'node:util'
import { expect, test } from 'vitest'
import {
  brokers,
  ConfigError,
  duration,
  flag,
  oneOf,
  peerUrl,
  port,
  readConfig,
  secret,
} from './index.ts'

const settings = {
  httpPort: { env: 'HTTP_PORT', parse: port, fallback: '8080' },
  drainMs: { env: 'DRAIN', parse: duration, fallback: '8s' },
  databaseUrl: { env: 'DATABASE_URL', parse: secret },
} as const

test('settings come out typed, with fallbacks, frozen', () => {
  const config = readConfig(settings, { DATABASE_URL: 'postgres://db', DRAIN: '250ms' })

  expect(config).toMatchObject({ httpPort: 8080, drainMs: 250 })
  expect(config.databaseUrl.reveal()).toBe('postgres://db')
  expect(Object.isFrozen(config)).toBe(true)
})

test('every fault is named at once', () => {
  const read = () => readConfig(settings, { HTTP_PORT: 'eighty', DRAIN: '8' })

  expect(read).toThrow(ConfigError)
  expect(read).toThrow(/HTTP_PORT .*; DRAIN .*unit.*; DATABASE_URL is not set/)
})

test('W2 what others have read and found wrong is named in the same error', () => {
  const read = () => readConfig(settings, { HTTP_PORT: 'eighty' }, ['OTEL_X must be y'])

  expect(read).toThrow(/HTTP_PORT .*; DATABASE_URL is not set; OTEL_X must be y$/)
  expect(() => readConfig({}, {}, ['OTEL_X must be y'])).toThrow(ConfigError)
})

test('an empty variable counts as not set', () => {
  expect(readConfig(settings, { DATABASE_URL: 'x', HTTP_PORT: '' }).httpPort).toBe(8080)
})

test('a secret shows itself nowhere but in reveal', () => {
  const { databaseUrl } = readConfig(settings, { DATABASE_URL: 'postgres://u:pw@db' })

  expect(`${databaseUrl} ${JSON.stringify({ databaseUrl })} ${inspect(databaseUrl)}`).not.toContain(
    'pw',
  )
})

test.each([
  [port, '65536'],
  [duration, '5 s'],
  [duration, '-1s'],
  [brokers, 'localhost'],
  [oneOf('a', 'b'), 'c'],
  [flag, 'yes'],
  [peerUrl, 'ftp://x'],
  [secret, ' '],
  [secret, 'from a file\n'],
  [secret, 'a\u0000b'],
])('case %#: a wrong value says what it must be', (parse: (text: string) => unknown, value) => {
  expect(() => parse(value)).toThrow(/^must /)
})

test('a URL loses its trailing slash', () => {
  expect(peerUrl('http://127.0.0.1:8081/')).toBe('http://127.0.0.1:8081')
})
