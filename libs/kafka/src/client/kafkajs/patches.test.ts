import { createRequire } from 'node:module'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'

// The patches are in patches/kafkajs@2.2.4.patch; README.md says what each is for.
const require = createRequire(import.meta.url)
const RequestQueue = require('kafkajs/src/network/requestQueue')
const Broker = require('kafkajs/src/broker')
const BrokerPool = require('kafkajs/src/cluster/brokerPool')
const ConsumerGroup = require('kafkajs/src/consumer/consumerGroup')
const Runner = require('kafkajs/src/consumer/runner')
const { KafkaJSRequestTimeoutError } = require('kafkajs/src/errors')

const quiet = { debug() {}, info() {}, warn() {}, error() {}, namespace: () => quiet }
const entry = { correlationId: 1, apiName: 'Metadata', apiKey: 3, apiVersion: 1 }

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function openQueue(settings = {}) {
  return new RequestQueue({
    maxInFlightRequests: null,
    requestTimeout: 1_000,
    enforceRequestTimeout: false,
    clientId: 'test',
    broker: 'localhost:9092',
    logger: quiet,
    ...settings,
  })
}

const request = (correlationId: number) => ({
  entry: { ...entry, correlationId, resolve() {}, reject() {} },
  expectResponse: true,
  sendRequest() {},
})

test('an idle connection has no timer once its answers are in', () => {
  const queue = openQueue()

  queue.push(request(1))
  queue.fulfillRequest({ correlationId: 1, payload: null, size: 0 })
  vi.advanceTimersByTime(1_000)

  expect(vi.getTimerCount()).toBe(0)
})

test('a throttled request is sent when the throttle is over, and no timer stays behind', () => {
  const queue = openQueue()
  const sendRequest = vi.fn()
  queue.maybeThrottle(500)

  queue.push({ ...request(1), sendRequest })
  vi.advanceTimersByTime(499)
  const early = sendRequest.mock.calls.length
  vi.advanceTimersByTime(20)

  expect([early, sendRequest.mock.calls.length]).toEqual([0, 1])
  expect(vi.getTimerCount()).toBe(0)
})

async function rejectAfterTimeout(): Promise<never> {
  throw new KafkaJSRequestTimeoutError('Request Produce timed out', { broker: 'kafka-1:9092' })
}

test('a connection whose first question is not answered is closed, and asked anew next time', async () => {
  const answers = [rejectAfterTimeout, async () => ({ apiVersions: [] })]
  const connectionPool = {
    connectionTimeout: 100,
    isConnected: vi.fn(() => false),
    getConnection: async () => ({
      getSupportAuthenticationProtocol: () => false,
      authenticate() {},
    }),
    setVersions() {},
    send: vi.fn(() => answers.shift()?.()),
    destroy: vi.fn(async () => {}),
  }
  const broker = new Broker({ connectionPool, logger: quiet })

  await expect(broker.connect()).rejects.toThrow('timed out')
  const closed = connectionPool.destroy.mock.calls.length
  await broker.connect()

  expect(closed).toBe(1)
  expect(connectionPool.send).toHaveBeenCalledTimes(2)
})

test('a member that could not take up its work leaves the group, so that nobody waits for it', async () => {
  const steps: string[] = []
  const consumerGroup = {
    connect: async () => {},
    joinAndSync: rejectAfterTimeout,
    leave: async () => steps.push('left'),
  }
  const onCrash = () => steps.push('crashed')
  const runner = new Runner({ logger: quiet, consumerGroup, onCrash })

  await runner.start()

  expect(steps).toEqual(['left', 'crashed'])
})

test('for a leader that has moved nobody joins; its broker is asked again a little later, for not all hear of the new one at once', async () => {
  const steps: string[] = []
  const cluster = { refreshMetadata: async () => steps.push('looked') }
  const group = new ConsumerGroup({ logger: quiet, cluster, retry: {}, topics: [], assigners: [] })
  group.joinAndSync = async () => steps.push('joined')

  const moved = { type: 'NOT_LEADER_FOR_PARTITION', message: 'not the leader' }
  const recovered = group.recoverFromFetch(moved).then(() => steps.push('asks again'))
  await vi.advanceTimersByTimeAsync(99)
  const early = [...steps]
  await vi.advanceTimersByTimeAsync(1)
  await recovered

  expect(early).toEqual(['looked'])
  expect(steps).toEqual(['looked', 'asks again'])
})

test('K2 a broker that does not answer is asked on other connections, and its group is looked for elsewhere', async () => {
  const [old, other] = [{ brokerAddress: 'kafka-1:9092' }, { brokerAddress: 'kafka-2:9092' }]
  const steps: string[] = []
  const cluster = {
    renewConnections: async (broker: string) => steps.push(`renewed ${broker}`),
    refreshMetadata: async () => steps.push('looked'),
    findGroupCoordinator: async () => other,
  }
  const group = new ConsumerGroup({ logger: quiet, cluster, retry: {}, topics: [], assigners: [] })
  group.coordinator = { ...old, heartbeat: rejectAfterTimeout }
  group.offsetManager = { coordinator: group.coordinator }
  group.memberId = 'm-1'

  const silent = new KafkaJSRequestTimeoutError('timed out', { broker: 'kafka-3:9092' })
  await group.recoverFromFetch(silent)
  const before = group.coordinator.brokerAddress
  await vi.advanceTimersByTimeAsync(1)
  await expect(group.heartbeat({ interval: 0 })).rejects.toThrow('timed out')

  expect(steps).toEqual(['renewed kafka-3:9092', 'looked', 'renewed kafka-1:9092', 'looked'])
  expect(before).toBe(old.brokerAddress)
  expect([group.coordinator, group.offsetManager.coordinator]).toEqual([other, other])
})

const unled = { partitionId: 0, leader: -1, partitionErrorCode: 5 }

test.each([
  ['of a partition without a leader is kept, and asked anew after half a second', 0, [null, 500]],
  ['of a topic that is missing is an error, as before', 3, ['faulty', null]],
])('K2 an answer %s', async (...row) => {
  const [, topicErrorCode, expected] = row
  const topic = { topic: 'orders', topicErrorCode, partitionMetadata: [unled] }
  const response = { brokers: [], topicMetadata: [topic] }
  const pool = new BrokerPool({ logger: quiet, retry: { retries: 0 }, metadataMaxAge: 300_000 })
  const metadata = async () => Promise.reject(Object.assign(new Error('faulty'), { response }))
  pool.findConnectedBroker = async () => ({ metadata })
  pool.seedBroker = { connectionPool: {} }

  const refreshed = pool.refreshMetadata(['orders']).catch((error: Error) => error.message)
  await vi.runAllTimersAsync()
  const error = (await refreshed) ?? null
  const validMs = pool.metadataExpireAt && pool.metadataExpireAt - Math.floor(performance.now())

  expect([error, validMs]).toEqual(expected)
})
