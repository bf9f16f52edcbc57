import { setTimeout as wait } from 'node:timers/promises'
import { TailspanError } from '@tailspan/errors'
import { inRoot } from '@tailspan/scope'
import { AdminLine } from '../client/admin-line.ts'
import type { Kafka } from '../client/kafka.ts'
import type { AdminConnections } from '../client/port/admin-connections.ts'
import type { ClientFault } from '../client/port/kafka-client.ts'
import { untilConnected } from '../client/until-connected.ts'
import { kafkaError } from '../faults/kafka-errors.ts'
import { noteMissing, RightsMissing } from '../faults/rights.ts'
import { checkRights, type TopicUses } from './check-rights.ts'
import { correctSettings } from './correct-settings.ts'
import { describeTopics, type TopicState } from './describe-topics.ts'
import type { TopicSpec } from './topic-spec.ts'

/** `uses` is what the service does with which topic: missing rights are reported. */
type Options = { readonly signal?: AbortSignal; readonly uses?: TopicUses }

/**
 * Creates what is missing and corrects settings that differ; what is there already is only looked at.
 *
 * errors:  the signal's reason; an unreachable broker, a missing topic and a missing right are waited for
 * repeats: harmless, also from several services at the same time
 */
export function createTopics(
  kafka: Kafka,
  specs: readonly TopicSpec[],
  { signal = new AbortController().signal, uses = new Map() }: Options = {},
): Promise<void> {
  const patience = { signal, log: kafka.log, who: 'topics' }
  return inRoot(() => untilConnected(() => createOnce({ kafka, specs, uses, signal }), patience))
}

type Needs = {
  readonly kafka: Kafka
  readonly specs: readonly TopicSpec[]
  readonly uses: TopicUses
  readonly signal: AbortSignal
}

type States = ReadonlyMap<string, TopicState>

async function createOnce(needs: Needs): Promise<void> {
  const { kafka, specs, uses, signal } = needs
  const line = new AdminLine(kafka)
  const cut = () => line.cut()
  signal.addEventListener('abort', cut, { once: true })
  try {
    await line.ask(async (brokers) => {
      const states = await seeToTopics(brokers, needs)
      checkRights(kafka.rights, uses, states)
      await correctSettings(specs, { brokers, kafka })
      reportPartitions(states, needs)
    })
  } finally {
    signal.removeEventListener('abort', cut)
    await line.close()
  }
}

async function seeToTopics(brokers: AdminConnections, { kafka, specs }: Needs): Promise<States> {
  const names = specs.map(({ topic }) => topic)
  const states = await describeTopics(brokers, names)
  checkRights(kafka.rights, new Map(), states)
  const missing = specs.filter(
    ({ topic }) => states.get(topic)?.error === 'UNKNOWN_TOPIC_OR_PARTITION',
  )
  for (const spec of missing) await createTopic(brokers, { kafka, spec })
  return missing.length === 0 ? assertThere(states) : untilThere(brokers, names)
}

type Wanted = { readonly kafka: Kafka; readonly spec: TopicSpec }

async function createTopic(brokers: AdminConnections, { kafka, spec }: Wanted): Promise<void> {
  const right = { operation: 'CREATE', resource: `topic ${spec.topic}` }
  try {
    await brokers.createTopic(spec, kafka.requestTimeoutMs)
  } catch (error) {
    const fault = kafka.client.faultOf(error)
    if (fault.code === undefined) throw error
    // Another service was quicker.
    if (kafkaError(fault.code).name !== 'TOPIC_ALREADY_EXISTS')
      throw noteMissing(kafka.rights, fault, () => right) ?? notCreated(spec.topic, fault, error)
  }
  kafka.rights.confirm(right)
}

function notCreated(topic: string, fault: ClientFault, cause: unknown): TailspanError {
  const { code = 0, text: said } = fault
  const text = `${kafkaError(code).name} (${code})${said ? `: ${said}` : ''}`
  return new TailspanError('topic-not-created', 'unavailable', `${topic}: ${text}`, { cause })
}

const attempts = 50
const pauseMs = 100

/** Until each has its leaders: a record or a consumer may come at once. */
async function untilThere(brokers: AdminConnections, names: readonly string[]): Promise<States> {
  for (let attempt = 1; ; attempt++) {
    const states = await describeTopics(brokers, names)
    const isThere = [...states.values()].every(({ error, hasLeaders }) => !error && hasLeaders)
    if (isThere || attempt === attempts) return assertThere(states)
    await wait(pauseMs)
  }
}

function assertThere(states: States): States {
  const [first] = [...states.values()].filter(({ error }) => error !== undefined)
  if (!first) return states
  const { topic, error: reason = '' } = first
  if (reason === 'TOPIC_AUTHORIZATION_FAILED')
    throw new RightsMissing([{ operation: 'DESCRIBE', resource: `topic ${topic}`, reason }])
  throw new TailspanError('topic-missing', 'unavailable', `${topic}: ${reason}`)
}

// Never adds partitions by itself: that moves keys to other partitions and breaks their order.
function reportPartitions(states: States, { kafka, specs }: Needs): void {
  for (const { topic, partitions } of specs) {
    const actual = states.get(topic)?.partitionCount
    if (actual !== partitions)
      kafka.log.warn('kafka.partitions-differ', { topic, partitions, actual })
  }
}
