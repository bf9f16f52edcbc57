import { manifestOf, peerSetting, type ServiceName, serviceNames } from '@tailspan/manifest'
import { expect, test } from 'vitest'
import { hostileShell } from '../../test/hostile-shell.ts'
import { readPorts } from '../ports.ts'
import { type ServiceSurroundings, toServiceEnv } from './services.ts'

const ports = readPorts({ TAILSPAN_PORT_OFFSET: '100' })
const surroundings: ServiceSurroundings = {
  ports,
  state: '/state',
  kafkaBrokers: '127.0.0.1:9192',
  databaseUrls: Object.fromEntries(serviceNames.map((name) => [name, `postgres://${name}`])),
  smtpUrl: 'smtp://127.0.0.1:1125',
  otlpUrl: 'http://127.0.0.1:4418',
  env: { PATH: '/bin', PUBLISH: 'durable', HTTP_PROTOCOL: 'h2c', NODE_OPTIONS: '--inspect' },
}
const [one, other] = serviceNames as readonly [ServiceName, ServiceName]
const urlOf = (peer: string) => `http://127.0.0.1:${ports[peer as ServiceName]}`

test.each(serviceNames)('%s is told where it listens and where its spans go', (name) => {
  expect(toServiceEnv(name, surroundings)).toMatchObject({
    HTTP_PORT: String(manifestOf(name).port + 100),
    DEBUG_PORT: String(manifestOf(name).debugPort + 100),
    OTEL_SERVICE_NAME: name,
    OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4418',
  })
})

test.each(serviceNames)('%s gets the addresses that it needs and no others', (name) => {
  const { needs, asks } = manifestOf(name)
  const wanted = {
    ...(needs.includes('kafka') && { KAFKA_BROKERS: '127.0.0.1:9192' }),
    ...(needs.includes('postgres') && { DATABASE_URL: `postgres://${name}` }),
    ...(needs.includes('mail') && { SMTP_URL: 'smtp://127.0.0.1:1125' }),
    ...Object.fromEntries(asks.map((peer) => [peerSetting(peer), urlOf(peer)])),
  }

  const env = toServiceEnv(name, surroundings)

  const places = ['KAFKA_BROKERS', 'DATABASE_URL', 'SMTP_URL', ...serviceNames.map(peerSetting)]
  const told = Object.entries(env).filter(([setting]) => places.includes(setting))
  expect(Object.fromEntries(told)).toEqual(wanted)
})

test('what the runner was told for the services reaches them', () => {
  expect(toServiceEnv(one, surroundings)).toMatchObject({ PUBLISH: 'durable', PATH: '/bin' })
})

test.each(serviceNames)('only the edge speaks HTTP/2: %s', (name) => {
  const { isEdge } = manifestOf(name)

  expect(toServiceEnv(name, surroundings).HTTP_PROTOCOL).toBe(isEdge ? 'h2c' : undefined)
})

test('E1 what is not documented does not reach a service', () => {
  const given = Object.keys(toServiceEnv(one, { ...surroundings, env: hostileShell }))

  const ours = Object.keys(toServiceEnv(one, { ...surroundings, env: {} }))
  expect(given).toEqual(ours)
})

test.each(serviceNames)('what is set for all services reaches %s, whatever it is', (name) => {
  const everyService = { OTEL_BSP_SCHEDULE_DELAY: '50' }

  expect(toServiceEnv(name, { ...surroundings, everyService })).toMatchObject(everyService)
})

test('what a test sets for one service wins, and only there', () => {
  const own = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1', PUBLISH: 'detached' }
  const serviceEnv = { [one]: own }

  expect(toServiceEnv(one, { ...surroundings, serviceEnv })).toMatchObject(own)
  expect(toServiceEnv(other, { ...surroundings, serviceEnv })).toMatchObject({
    OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4418',
  })
})
