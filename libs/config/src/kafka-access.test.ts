import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { rootCertificates } from 'node:tls'
import { inspect } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { kafkaSettings, readConfig } from './index.ts'

const read = (env: Record<string, string>) =>
  readConfig(kafkaSettings, { KAFKA_BROKERS: 'here:9092', ...env })

function file(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'tailspan-config-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const path = join(folder, 'ca.pem')
  writeFileSync(path, text)
  return path
}

test('without settings Kafka is spoken to in the clear, by nobody in particular', () => {
  expect(read({})).toMatchObject({ kafkaTls: false, kafkaSasl: undefined })
})

test('KAFKA_TLS is yes, no, or the certificates that are trusted', () => {
  const [ca = ''] = rootCertificates

  expect(read({ KAFKA_TLS: 'true' }).kafkaTls).toBe(true)
  expect(read({ KAFKA_TLS: file(ca) }).kafkaTls).toEqual({ ca })
})

test('KAFKA_SASL is mechanism, user and password, which may hold colons', () => {
  const { kafkaSasl } = read({ KAFKA_SASL: 'scram-sha-512:shop:a:b' })

  expect(kafkaSasl).toMatchObject({ mechanism: 'scram-sha-512', username: 'shop' })
  expect(kafkaSasl?.password.reveal()).toBe('a:b')
})

test('the password shows itself nowhere but in reveal', () => {
  const { kafkaSasl } = read({ KAFKA_SASL: 'plain:shop:hidden' })

  expect(`${JSON.stringify({ kafkaSasl })} ${inspect(kafkaSasl)}`).not.toContain('hidden')
})

test.each(['plain', 'plain:shop', 'plain:shop:', 'plain::pw', 'scram:shop:hidden', 'true'])(
  'KAFKA_SASL=%s is named beside every other fault, without its value',
  (KAFKA_SASL) => {
    const env = { KAFKA_SASL, KAFKA_TLS: '/no/such/file', TRACE_ASYNC: 'maybe' }

    expect(() => read(env)).toThrow(
      'settings: KAFKA_TLS must be true, false, or a file that can be read; ' +
        'KAFKA_SASL must be mechanism:user:password with plain, scram-sha-256, scram-sha-512; ' +
        'TRACE_ASYNC must be one of child, link',
    )
  },
)

test('W2 a file that holds no certificate, or half of one, is refused', () => {
  expect(() => read({ KAFKA_TLS: file('-----BEGIN NOTHING-----') })).toThrow(
    /^settings: KAFKA_TLS /,
  )
  const half = [rootCertificates[0], '-----BEGIN CERTIFICATE-----\nAAAA'].join('\n')
  expect(() => read({ KAFKA_TLS: file(half) })).toThrow('nothing but good certificates')
})

test.each(['plain:shop:hidden\n', 'plain:sh\u0000op:hidden', 'scram-sha-256:shop:hid\tden'])(
  'W2 no broker takes KAFKA_SASL=%j, with a control character in it',
  (KAFKA_SASL) => {
    expect(() => read({ KAFKA_SASL })).toThrow(
      /^settings: KAFKA_SASL must hold no line break or other control character$/,
    )
  },
)
