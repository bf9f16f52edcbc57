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

/** The dead-letter topic of a topic: a little more room per record, for the headers that say why. */
export function deadLetterTopic(spec: TopicSpec, settings = spec.settings): TopicSpec {
  const topic = `${spec.topic}.dlt`
  return { ...spec, topic, settings: { 'max.message.bytes': '1200000', ...settings } }
}
