import { expect, test } from 'vitest'
import { hostileShell } from '../../test/hostile-shell.ts'
import { readPorts } from '../ports.ts'
import { type ServiceSurroundings, toServiceEnv } from './services.ts'

const surroundings: ServiceSurroundings = {
  ports: readPorts({ TAILSPAN_PORT_OFFSET: '100' }),
  state: '/state',
  kafkaBrokers: '127.0.0.1:9192',
  databaseUrls: { order: 'postgres://order' },
  smtpUrl: 'smtp://127.0.0.1:1125',
  otlpUrl: 'http://127.0.0.1:4418',
  env: { PATH: '/bin', PUBLISH: 'durable', HTTP_PROTOCOL: 'h2c', NODE_OPTIONS: '--inspect' },
}

test('a service is told where everything is', () => {
  expect(toServiceEnv('order', surroundings)).toMatchObject({
    HTTP_PORT: '8180',
    DEBUG_PORT: '8101',
    KAFKA_BROKERS: '127.0.0.1:9192',
    DATABASE_URL: 'postgres://order',
    INVENTORY_URL: 'http://127.0.0.1:8181',
    PRICING_URL: 'http://127.0.0.1:8182',
    OTEL_SERVICE_NAME: 'order',
    OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4418',
  })
})

test('a service gets no address that it does not need', () => {
  expect(toServiceEnv('order', surroundings)).not.toHaveProperty('SMTP_URL')
  expect(toServiceEnv('notification', surroundings)).toMatchObject({
    SMTP_URL: 'smtp://127.0.0.1:1125',
  })
  const pricing = Object.keys(toServiceEnv('pricing', surroundings))
  const places = ['KAFKA_BROKERS', 'DATABASE_URL', 'SMTP_URL', 'INVENTORY_URL', 'PRICING_URL']
  expect(pricing.filter((name) => places.includes(name))).toEqual([])
})

test('what the runner was told for the services reaches them', () => {
  expect(toServiceEnv('order', surroundings)).toMatchObject({ PUBLISH: 'durable', PATH: '/bin' })
})

test('only the edge speaks HTTP/2', () => {
  expect(toServiceEnv('order', surroundings).HTTP_PROTOCOL).toBe('h2c')
  expect(toServiceEnv('inventory', surroundings).HTTP_PROTOCOL).toBeUndefined()
})

test('E1 what is not documented does not reach a service', () => {
  const given = Object.keys(toServiceEnv('order', { ...surroundings, env: hostileShell }))

  const ours = Object.keys(toServiceEnv('order', { ...surroundings, env: {} }))
  expect(given).toEqual(ours)
})

test('what is set for all services reaches each of them, whatever it is', () => {
  const everyService = { OTEL_BSP_SCHEDULE_DELAY: '50' }

  expect(toServiceEnv('pricing', { ...surroundings, everyService })).toMatchObject(everyService)
})

test('what a test sets for one service wins, and only there', () => {
  const serviceEnv = { order: { KAFKA_BROKERS: '127.0.0.1:1', PUBLISH: 'detached' } }

  const order = toServiceEnv('order', { ...surroundings, serviceEnv })
  const inventory = toServiceEnv('inventory', { ...surroundings, serviceEnv })

  expect(order).toMatchObject({ KAFKA_BROKERS: '127.0.0.1:1', PUBLISH: 'detached' })
  expect(inventory).toMatchObject({ KAFKA_BROKERS: '127.0.0.1:9192' })
})
