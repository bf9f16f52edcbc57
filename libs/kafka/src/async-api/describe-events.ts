import type { z } from 'zod'
import { describeHeaders } from './describe-headers.ts'
import { jsonSchemaOf } from './json-schema-of.ts'

/** A topic, and the types of the events on it. */
export type DescribedTopic = {
  readonly topic: string
  readonly partitions: number
  readonly settings: Readonly<Record<string, string>>
  readonly events: readonly string[]
}

/** A message as it was on a topic. */
export type EventExample = {
  readonly headers: Readonly<Record<string, string>>
  readonly data: object
}

/** What a service consumes and publishes. */
export type EventsDescription = {
  readonly title: string
  readonly description: string
  /** The schema of each event's data, by `ce_type`. */
  readonly schemas: Readonly<Record<string, z.ZodType>>
  readonly examples: Readonly<Record<string, EventExample | undefined>>
  /** In which group, and which of the events of each topic; the others are skipped. */
  readonly consumes?: {
    readonly groupId: string
    readonly topics: readonly DescribedTopic[]
    readonly types: readonly string[]
  }
  readonly publishes?: readonly DescribedTopic[]
}

/** An AsyncAPI 3.0 document. */
export type AsyncApi = ReturnType<typeof describeEvents>

const kafkaBinding = '0.5.0'

/**
 * Makes the AsyncAPI document of a service out of the schemas that check its events.
 *
 * shape:  CloudEvents 1.0 in Kafka's binary mode: attributes are headers, the value is the data
 * source: https://www.asyncapi.com/docs/reference/specification/v3.0.0
 */
export function describeEvents(description: EventsDescription) {
  const { consumes, publishes = [] } = description
  const topics = unique([...(consumes?.topics ?? []), ...publishes])
  const types = topics.flatMap(({ events }) => events)
  return {
    asyncapi: '3.0.0',
    info: {
      title: description.title,
      version: '1.0.0',
      description: description.description,
      contact: { name: 'Tailspan' },
      license: {
        name: 'Apache License 2.0',
        url: 'https://www.apache.org/licenses/LICENSE-2.0',
      },
    },
    defaultContentType: 'application/json',
    channels: Object.fromEntries(topics.map((topic) => [topic.topic, describeTopic(topic)])),
    operations: {
      ...Object.fromEntries(publishes.map((topic) => [`publish-${topic.topic}`, publish(topic)])),
      ...Object.fromEntries(
        (consumes?.topics ?? []).map((topic) => [
          `consume-${topic.topic}`,
          consume(topic, consumes as Consumes),
        ]),
      ),
    },
    components: {
      messages: Object.fromEntries(types.map((type) => [type, describeMessage(type, description)])),
    },
  }
}

type Consumes = NonNullable<EventsDescription['consumes']>

function unique(topics: readonly DescribedTopic[]): DescribedTopic[] {
  return [...new Map(topics.map((topic) => [topic.topic, topic])).values()]
}

function describeTopic({ topic, partitions, settings, events }: DescribedTopic) {
  const { 'retention.ms': retention } = settings
  const topicConfiguration = retention ? { 'retention.ms': Number(retention) } : {}
  return {
    address: topic,
    title: topic,
    description: `${partitions} partitions; dead letters are in ${topic}.dlt.`,
    messages: Object.fromEntries(
      events.map((type) => [type, { $ref: `#/components/messages/${type}` }]),
    ),
    bindings: { kafka: { topic, partitions, topicConfiguration, bindingVersion: kafkaBinding } },
  }
}

function publish({ topic, events }: DescribedTopic) {
  return {
    action: 'send',
    title: `Publish ${topic}`,
    summary: `Publishes ${events.join(', ')}: first occurrences in order for each key.`,
    channel: { $ref: `#/channels/${topic}` },
    messages: events.map((type) => ({ $ref: `#/channels/${topic}/messages/${type}` })),
  }
}

function consume({ topic, events }: DescribedTopic, { groupId, types }: Consumes) {
  const wanted = events.filter((type) => types.includes(type))
  return {
    action: 'receive',
    title: `Consume ${topic}`,
    summary: `Consumes ${wanted.join(', ')}, at least once, one effect each; skips other types.`,
    channel: { $ref: `#/channels/${topic}` },
    messages: wanted.map((type) => ({ $ref: `#/channels/${topic}/messages/${type}` })),
    bindings: {
      kafka: { groupId: { type: 'string', enum: [groupId] }, bindingVersion: kafkaBinding },
    },
  }
}

function describeMessage(type: string, { schemas, examples }: EventsDescription) {
  const schema = schemas[type]
  if (!schema) throw new Error(`there is no schema for ${type}`)
  const example = examples[type]
  return {
    name: type,
    title: type,
    summary: `A CloudEvent of the type ${type}.`,
    contentType: 'application/json',
    headers: describeHeaders(type),
    payload: jsonSchemaOf(schema),
    bindings: { kafka: { key: { type: 'string' }, bindingVersion: kafkaBinding } },
    ...(example && {
      examples: [{ name: 'from-a-run', headers: example.headers, payload: example.data }],
    }),
  }
}
