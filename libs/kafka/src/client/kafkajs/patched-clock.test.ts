import { createRequire } from 'node:module'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'

// Each place of kafkajs that measures a time: none may look at the wall clock, which steps.
const require = createRequire(import.meta.url)
const BrokerPool = require('kafkajs/src/cluster/brokerPool')
const ConsumerGroup = require('kafkajs/src/consumer/consumerGroup')
const OffsetManager = require('kafkajs/src/consumer/offsetManager')
const Runner = require('kafkajs/src/consumer/runner')
const RequestQueue = require('kafkajs/src/network/requestQueue')

const quiet = { debug() {}, info() {}, warn() {}, error() {}, namespace: () => quiet }
const hourMs = 3_600_000

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** As NTP does: the wall clock only, no timer and no other clock. */
function stepClock(byMs: number): void {
  vi.setSystemTime(Date.now() + byMs)
}

/** Remembers the payload of each instrumentation event. */
function givenEmitter() {
  const payloads: { readonly duration?: number }[] = []
  return { payloads, emit: (_: string, payload: object) => void payloads.push(payload) }
}

function openQueue(instrumentationEmitter = givenEmitter()) {
  return new RequestQueue({
    maxInFlightRequests: null,
    requestTimeout: 1_000,
    enforceRequestTimeout: true,
    clientId: 'test',
    broker: 'localhost:9092',
    logger: quiet,
    instrumentationEmitter,
  })
}

function givenRequest(correlationId = 1) {
  const entry = { correlationId, apiName: 'Metadata', apiKey: 3, apiVersion: 1 }
  const [sendRequest, resolve, reject] = [vi.fn(), vi.fn(), vi.fn()]
  const pushed = { entry: { ...entry, resolve, reject }, expectResponse: true, sendRequest }
  return { sendRequest, resolve, reject, pushed }
}

describe.each([
  ['back', -hourMs],
  ['forward', hourMs],
])('a clock that steps %s by an hour', (_, stepMs) => {
  test('neither times a request out nor keeps it from timing out', () => {
    const queue = openQueue()
    const { pushed, reject } = givenRequest()
    queue.scheduleRequestTimeoutCheck()
    queue.push(pushed)

    stepClock(stepMs)
    vi.advanceTimersByTime(900)
    const early = reject.mock.calls.length
    vi.advanceTimersByTime(300)
    queue.destroy()

    expect([early, reject.mock.calls.length]).toEqual([0, 1])
  })

  test('neither ends a throttle nor makes it longer', () => {
    const queue = openQueue()
    const { pushed, sendRequest } = givenRequest()
    const look = vi.spyOn(queue, 'checkPendingRequests')
    queue.maybeThrottle(500)

    stepClock(stepMs)
    vi.advanceTimersByTime(400)
    queue.push(pushed)
    const early = sendRequest.mock.calls.length
    vi.advanceTimersByTime(120)

    expect([early, sendRequest.mock.calls.length]).toEqual([0, 1])
    expect(look).toHaveBeenCalledOnce()
  })

  test('leaves heartbeats at their interval', async () => {
    const heartbeat = vi.fn(async () => {})
    const group = openGroup({ coordinator: { heartbeat } })

    stepClock(stepMs)
    vi.advanceTimersByTime(1_900)
    await group.heartbeat({ interval: 2_000 })
    const early = heartbeat.mock.calls.length
    vi.advanceTimersByTime(100)
    await group.heartbeat({ interval: 2_000 })
    await group.heartbeat({ interval: 2_000 })
    const due = heartbeat.mock.calls.length
    stepClock(stepMs)
    vi.advanceTimersByTime(2_000)
    await group.heartbeat({ interval: 2_000 })

    expect([early, due, heartbeat.mock.calls.length]).toEqual([0, 1, 2])
  })

  test('leaves commits at their interval', async () => {
    const offsetCommit = vi.fn(async () => {})
    const offsets = openOffsets({ offsetCommit })
    const resolve = (offset: string) => offsets.resolveOffset({ topic: 't', partition: 0, offset })

    const counts: number[] = []
    for (const waitMs of [400, 100, 400, 100]) {
      resolve(String(counts.length))
      if (counts.length % 2 === 0) stepClock(stepMs)
      vi.advanceTimersByTime(waitMs)
      await offsets.commitOffsetsIfNecessary()
      counts.push(offsetCommit.mock.calls.length)
    }

    expect(counts).toEqual([0, 1, 1, 2])
  })

  test('leaves commits at their interval where there was nothing to commit', async () => {
    const offsetCommit = vi.fn(async () => {})
    const offsets = openOffsets({ offsetCommit })
    vi.advanceTimersByTime(500)
    await offsets.commitOffsetsIfNecessary()
    offsets.resolveOffset({ topic: 't', partition: 0, offset: '0' })

    stepClock(stepMs)
    vi.advanceTimersByTime(400)
    await offsets.commitOffsetsIfNecessary()
    const early = offsetCommit.mock.calls.length
    vi.advanceTimersByTime(100)
    await offsets.commitOffsetsIfNecessary()

    expect([early, offsetCommit.mock.calls.length]).toEqual([0, 1])
  })

  test('leaves metadata at its age', async () => {
    const metadata = vi.fn(async () => ({ brokers: [], topicMetadata: [] }))
    const pool = new BrokerPool({ logger: quiet, metadataMaxAge: 300_000 })
    pool.findConnectedBroker = async () => ({ metadata })
    pool.seedBroker = { connectionPool: {} }
    await pool.refreshMetadataIfNecessary([])

    stepClock(stepMs)
    await pool.refreshMetadataIfNecessary([])
    const early = metadata.mock.calls.length
    vi.advanceTimersByTime(300_001)
    await pool.refreshMetadataIfNecessary([])

    expect([early, metadata.mock.calls.length]).toEqual([1, 2])
  })

  test('leaves the choice of a replica at its age', async () => {
    const group = givenReplicas()
    const nodeOf = () => Object.keys(group.findReadReplicaForPartitions('t', [0]))
    await group.fetch(1)

    stepClock(stepMs)
    const chosen = nodeOf()
    vi.advanceTimersByTime(300_000)

    expect([chosen, nodeOf()]).toEqual([['2'], ['1']])
  })

  test('changes no duration that is reported', async () => {
    const emitter = givenEmitter()
    const takeLong = async () => {
      stepClock(stepMs)
      vi.advanceTimersByTime(70)
    }

    await sendOne(emitter, takeLong)
    await joinOnce(emitter, takeLong)
    await fetchOnce(emitter, takeLong)

    const durations = emitter.payloads.flatMap(({ duration }) => duration ?? [])
    // A request, a join, a fetch, a batch that is handled, and one whose records are all filtered out.
    expect(durations).toEqual([70, 70, 70, 70, 70])
  })
})

test('a request says when it was made and sent by the wall clock, and how long it waited by no clock that steps', async () => {
  const emitter = givenEmitter()
  const madeAt = Date.now()
  const queue = openQueue(emitter)
  queue.maxInFlightRequests = 1
  const [first, second] = [givenRequest(1), givenRequest(2)]
  queue.push(first.pushed)
  queue.push(second.pushed)

  stepClock(hourMs)
  vi.advanceTimersByTime(30)
  queue.fulfillRequest({ correlationId: 1, payload: null, size: 0 })
  queue.fulfillRequest({ correlationId: 2, payload: null, size: 0 })

  expect(emitter.payloads).toContainEqual(
    expect.objectContaining({
      correlationId: 2,
      pendingDuration: 30,
      duration: 0,
      createdAt: madeAt,
      sentAt: madeAt + hourMs + 30,
    }),
  )
})

type Emitter = ReturnType<typeof givenEmitter>
type Step = () => Promise<void>

function openGroup(parts: object) {
  const group = new ConsumerGroup({
    logger: quiet,
    instrumentationEmitter: givenEmitter(),
    metadataMaxAge: 300_000,
    groupId: 'g',
    topics: ['t'],
    cluster: {},
    retry: {},
    assigners: [],
    ...parts,
  })
  return Object.assign(group, { memberId: 'm', generationId: 1, ...parts })
}

function openOffsets(coordinator: object) {
  const offsets = new OffsetManager({
    cluster: { committedOffsets: () => ({}) },
    instrumentationEmitter: givenEmitter(),
    groupId: 'g',
    memberAssignment: { t: [0] },
    autoCommitInterval: 500,
  })
  return Object.assign(offsets, { getCoordinator: async () => coordinator })
}

/** Partition 0 is led by broker 1, which says that it had better be read at broker 2. */
function givenReplicas() {
  const answer = { partition: 0, preferredReadReplica: 2, messages: [], abortedTransactions: [] }
  const responses = [{ topicName: 't', partitions: [answer] }]
  const group = openGroup({
    cluster: {
      refreshMetadataIfNecessary: async () => {},
      findTopicPartitionMetadata: () => [{ partitionId: 0, leader: 1 }],
      findBroker: async () => ({ fetch: async () => ({ responses }) }),
    },
    offsetManager: {
      committedOffsets: () => ({ t: { 0: '0' } }),
      nextOffset: () => '0',
      async resolveOffsets() {},
    },
    checkForStaleAssignment() {},
  })
  group.subscriptionState.assign([{ topic: 't', partitions: [0] }])
  return group
}

async function sendOne(emitter: Emitter, takeLong: Step): Promise<void> {
  const queue = openQueue(emitter)
  queue.push(givenRequest().pushed)
  await takeLong()
  queue.fulfillRequest({ correlationId: 1, payload: null, size: 0 })
}

async function joinOnce(instrumentationEmitter: Emitter, takeLong: Step): Promise<void> {
  const group = openGroup({ instrumentationEmitter, assigned: () => [] })
  const [join, sync] = Object.getOwnPropertySymbols(ConsumerGroup.prototype)
  await Object.assign(group, { [join as symbol]: takeLong, [sync as symbol]() {} }).joinAndSync()
}

async function fetchOnce(instrumentationEmitter: Emitter, takeLong: Step): Promise<void> {
  const consumerGroup = {
    getNodeIds: () => [],
    async heartbeat() {},
    fetch: () => takeLong().then(() => []),
    resolveOffset() {},
    commitOffsets() {},
    commitOffsetsIfNecessary: takeLong,
  }
  const runner = new Runner({
    logger: quiet,
    instrumentationEmitter,
    consumerGroup,
    eachBatch: takeLong,
    concurrency: 1,
    eachBatchAutoResolve: false,
  })
  const places = { offsetLag() {}, offsetLagLow() {}, firstOffset() {}, lastOffset() {} }
  const batch = { ...places, messages: [], isEmpty: () => false }
  runner.running = true
  await runner.fetch(1)
  await runner.handleBatch({ ...batch, isEmptyDueToFiltering: () => false })
  await runner.handleBatch({ ...batch, isEmptyDueToFiltering: () => true })
}
