import { inRoot } from '@tailspan/scope'
import kafkajs, { type Admin } from 'kafkajs'
import { endWithin } from './end-within.ts'
import { type Kafka, openClient } from './kafka.ts'
import { untilConnected } from './until-connected.ts'
import { watchSockets } from './watched-sockets.ts'

const goodbyeMs = 500

/**
 * A topic as it is to be.
 *
 * shape: `settings` are Kafka's own, as text: { 'retention.ms': '604800000' }
 */
export type TopicSpec = {
  readonly topic: string
  readonly partitions: number
  readonly replicationFactor?: number
  readonly settings?: Readonly<Record<string, string>>
}

type Options = { readonly signal?: AbortSignal }

/**
 * Creates what is missing and corrects settings that differ.
 *
 * errors:  the signal's reason; an unreachable broker is waited for
 * repeats: harmless, also from several services at the same time
 */
export function createTopics(
  kafka: Kafka,
  specs: readonly TopicSpec[],
  { signal = new AbortController().signal }: Options = {},
): Promise<void> {
  const patience = { signal, log: kafka.log, who: 'topics' }
  return inRoot(() => untilConnected(() => createOnce({ kafka, specs, signal }), patience))
}

/** The dead-letter topic of a topic: a little more room per record, for the headers that say why. */
export function deadLetterTopic(spec: TopicSpec, settings = spec.settings): TopicSpec {
  const topic = `${spec.topic}.dlt`
  return { ...spec, topic, settings: { 'max.message.bytes': '1200000', ...settings } }
}

type Needs = {
  readonly kafka: Kafka
  readonly specs: readonly TopicSpec[]
  readonly signal: AbortSignal
}

async function createOnce({ kafka, specs, signal }: Needs): Promise<void> {
  const sockets = watchSockets()
  const admin = openClient(kafka, sockets.factory).admin()
  signal.addEventListener('abort', sockets.destroy, { once: true })
  try {
    await admin.connect()
    for (const spec of specs) {
      await admin.createTopics({ topics: [toTopicConfig(spec)], waitForLeaders: true })
    }
    await applySettings(admin, specs)
    await reportPartitions(admin, { kafka, specs })
  } finally {
    signal.removeEventListener('abort', sockets.destroy)
    await endWithin(goodbyeMs, admin.disconnect())
    sockets.destroy()
  }
}

function toTopicConfig({ topic, partitions, replicationFactor = -1, settings = {} }: TopicSpec) {
  const configEntries = Object.entries(settings).map(([name, value]) => ({ name, value }))
  return { topic, numPartitions: partitions, replicationFactor, configEntries }
}

async function applySettings(admin: Admin, specs: readonly TopicSpec[]): Promise<void> {
  const wanted = specs.filter(({ settings }) => settings && Object.keys(settings).length > 0)
  if (wanted.length === 0) return
  const type = kafkajs.ConfigResourceTypes.TOPIC
  const { resources } = await admin.describeConfigs({
    includeSynonyms: false,
    resources: wanted.map(({ topic, settings = {} }) => {
      return { type, name: topic, configNames: Object.keys(settings) }
    }),
  })
  const differing = wanted.filter(({ topic, settings = {} }) => {
    const actual = resources.find((one) => one.resourceName === topic)?.configEntries ?? []
    return actual.some(({ configName, configValue }) => settings[configName] !== configValue)
  })
  if (differing.length === 0) return
  await admin.alterConfigs({
    validateOnly: false,
    resources: differing.map((spec) => {
      return { type, name: spec.topic, configEntries: toTopicConfig(spec).configEntries }
    }),
  })
}

// Never adds partitions by itself: that moves keys to other partitions and breaks their order.
async function reportPartitions(
  admin: Admin,
  { kafka, specs }: { kafka: Kafka; specs: readonly TopicSpec[] },
): Promise<void> {
  const { topics } = await admin.fetchTopicMetadata({ topics: specs.map(({ topic }) => topic) })
  for (const { topic, partitions } of specs) {
    const actual = topics.find(({ name }) => name === topic)?.partitions.length
    if (actual !== partitions)
      kafka.log.warn('kafka.partitions-differ', { topic, partitions, actual })
  }
}
