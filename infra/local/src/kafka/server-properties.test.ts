import { expect, test } from 'vitest'
import { toServerProperties } from './server-properties.ts'

const layout = { dataDir: '/data', port: 9_092, controllerPort: 9_093, extraListeners: [] }
const lineOf = (text: string, key: string) =>
  text.split('\n').find((line) => line.startsWith(`${key}=`))

test('a broker is its own controller and listens on this machine only', () => {
  const text = toServerProperties(layout)

  expect(lineOf(text, 'process.roles')).toBe('process.roles=broker,controller')
  expect(lineOf(text, 'listeners')).toBe(
    'listeners=PLAINTEXT://127.0.0.1:9092,CONTROLLER://127.0.0.1:9093',
  )
})

test('an extra listener is advertised at the port of the proxy in front of it', () => {
  const extraListeners = [{ name: 'proxy', port: 9_192, advertisedPort: 9_292 }]

  const text = toServerProperties({ ...layout, extraListeners })

  expect(lineOf(text, 'listeners')).toContain(',PROXY://127.0.0.1:9192,')
  expect(lineOf(text, 'advertised.listeners')).toBe(
    'advertised.listeners=PLAINTEXT://127.0.0.1:9092,PROXY://127.0.0.1:9292',
  )
  expect(lineOf(text, 'listener.security.protocol.map')).toContain('PROXY:PLAINTEXT')
})

test('E2 values beyond ASCII and backslashes are written as Java reads them', () => {
  const settings = { 'ssl.keystore.location': ' /härte/a\\b/😀' }

  const text = toServerProperties({ ...layout, settings })

  expect(lineOf(text, 'ssl.keystore.location')).toBe(
    'ssl.keystore.location=\\ /h\\u00e4rte/a\\\\b/\\ud83d\\ude00',
  )
})

test('no topic comes into being because somebody asked for it', () => {
  expect(toServerProperties(layout)).toContain('auto.create.topics.enable=false\n')
})

test('of three brokers each knows all controllers, and two must have what is acknowledged', () => {
  const node = { id: 2, controllerPorts: [9_093, 9_193, 9_293], clusterId: 'a'.repeat(22) }

  const text = toServerProperties({ ...layout, controllerPort: 9_193, node })

  expect(lineOf(text, 'node.id')).toBe('node.id=2')
  expect(lineOf(text, 'controller.quorum.voters')).toBe(
    'controller.quorum.voters=1@127.0.0.1:9093,2@127.0.0.1:9193,3@127.0.0.1:9293',
  )
  expect(lineOf(text, 'default.replication.factor')).toBe('default.replication.factor=3')
  expect(lineOf(text, 'min.insync.replicas')).toBe('min.insync.replicas=2')
  expect(lineOf(text, 'offsets.topic.replication.factor')).toContain('=3')
  expect(toServerProperties(layout)).toContain('min.insync.replicas=1\n')
})
