import { inspect } from 'node:util'
import type { Actor } from '@tailspan/lifecycle'
import type { Log } from '@tailspan/telemetry'
import { infrastructure, uniqueId } from '@tailspan/testkit'
import { inject } from 'vitest'
import { withClient } from '../src/client/kafka.ts'
import {
  type ClientName,
  createKafka,
  createTopics,
  deadLetterTopic,
  type GroupProtocolName,
  type KafkaOptions,
} from '../src/index.ts'

const silentLog: Log = { debug() {}, info() {}, warn() {}, error() {} }

/** A log that can be asked how often it has heard of something. */
export function listeningLog(): {
  log: Log
  heard: (text: string) => number
  lines: () => readonly string[]
} {
  const lines: string[] = []
  const write = (event: string, fields: object = {}): void => {
    lines.push(inspect({ event, fields }))
  }
  const log = { debug: write, info: write, warn: write, error: write }
  return {
    log,
    heard: (text) => lines.filter((line) => line.includes(text)).length,
    lines: () => lines,
  }
}

declare module 'vitest' {
  interface ProvidedContext {
    kafkaClient?: ClientName
    kafkaGroupProtocol?: GroupProtocolName
  }
}

// What the tests of this project run on: `vitest.config.ts` has one for each client.
const name = inject('kafkaClient') ?? 'kafkajs'
const groupProtocol = inject('kafkaGroupProtocol') ?? 'classic'
const nowhere = { brokers: [], clientId: 'test', log: silentLog }
const { client } = await createKafka({ ...nowhere, client: name })

// A broker on a busy machine takes its time: impatient are the tests that say so.
const requestTimeoutMs = 30_000

/** The real brokers, or the door to them that a test has its proxy at. */
export function openKafka(options: Partial<KafkaOptions> = {}) {
  const brokers = infrastructure().brokers.split(',')
  const usual = { brokers, clientId: 'test', log: silentLog, groupProtocol, requestTimeoutMs }
  return withClient(client, { ...usual, ...options })
}

type Settings = Readonly<Record<string, string>>

type TopicOptions = {
  readonly partitions?: number
  /** From its creation: a broker applies what is changed later only some time after it has agreed. */
  readonly settings?: Settings
  readonly letterSettings?: Settings
}

/** A topic of the test's own, with its dead letters. */
export async function openTopic({
  partitions = 1,
  settings = {},
  letterSettings = {},
}: TopicOptions = {}): Promise<string> {
  const topic = uniqueId('orders')
  const spec = { topic, partitions, replicationFactor: 1, settings }
  await createTopics(openKafka(), [spec, deadLetterTopic(spec, letterSettings)])
  return topic
}

/** Starts an actor as a group would, and stops it when the test is over. */
export async function runActor(
  actor: Actor,
): Promise<AsyncDisposable & { ended: Promise<unknown> }> {
  const running = new AbortController()
  await actor.start?.(running.signal)
  const ended = actor.run?.(running.signal) ?? Promise.resolve()
  ended.catch(() => {})
  return {
    ended,
    async [Symbol.asyncDispose]() {
      actor.quiesce?.()
      await actor.stop?.(AbortSignal.timeout(5_000), 100)
      running.abort()
      await ended.catch(() => {})
    },
  }
}
