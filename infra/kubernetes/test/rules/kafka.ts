import { images } from '@tailspan/containers'
import { type Topic, topics } from '@tailspan/contracts'
import { manifestOf, type ServiceName } from '@tailspan/manifest'
import { type Acl, byKind, deployedServices, type Resource } from '../resource.ts'
import { type Rule, unless } from './rule.ts'
import { withKafka } from './services.ts'

const contracts: readonly Topic[] = Object.values(topics)
const oneMore = { 'max.message.bytes': '1200000' }

const onStrimzi =
  (rule: Rule): Rule =>
  (look) =>
    look.overlay === 'one-machine' ? [] : rule(look)

/** Each service has a Kafka user of its name with the rights that it needs, and no others. */
export const rightsFollowManifest: Rule = onStrimzi(({ resources }) =>
  withKafka.flatMap((name) => {
    const acls = byKind(resources, 'KafkaUser').get(name)?.spec.authorization?.acls
    if (!acls) return [`${name} has no KafkaUser: add overlays/production/kafka/${name}.yaml.`]
    const [has, needs] = [rightsIn(acls), rightsOf(name)]
    return [
      ...needs
        .filter((one) => !has.includes(one))
        .map((one) => `${name} lacks the right to ${one}.`),
      ...has
        .filter((one) => !needs.includes(one))
        .map((one) => `${name} needs no right to ${one}.`),
    ]
  }),
)

function rightsIn(acls: readonly Acl[]): string[] {
  return acls.flatMap(({ resource: { type, name }, operations }) =>
    operations
      .filter((operation) => !operation.startsWith('Describe'))
      .map((operation) => `${operation} ${type} ${name}`),
  )
}

function rightsOf(name: ServiceName): string[] {
  const { consumes, publishes } = manifestOf(name)
  return [
    ...consumes.flatMap((topic) => [`Read topic ${topic}`, `Write topic ${topic}.dlt`]),
    ...publishes.map((topic) => `Write topic ${topic}`),
    ...(consumes.length > 0 ? [`Read group ${name}`] : []),
  ]
}

/** The topics that services agree on are there, with their settings, each with its dead letters. */
export const topicsFollowContracts: Rule = onStrimzi(({ resources }) => {
  const has = byKind(resources, 'KafkaTopic')
  const wanted = contracts.flatMap((one) => [
    one,
    { ...one, topic: `${one.topic}.dlt`, settings: { ...oneMore, ...one.settings } },
  ])
  const named = new Set(wanted.map(({ topic }) => topic))
  return [
    ...wanted.flatMap(({ topic, partitions, settings }) => {
      const spec = has.get(topic)?.spec
      if (!spec) return [`the topic ${topic} has no KafkaTopic.`]
      const isSame = Object.entries(settings).every(
        ([setting, value]) => String(spec.config?.[setting]) === value,
      )
      return unless(
        isSame && spec.partitions === partitions,
        `${topic} must have ${partitions} partitions and ${JSON.stringify(settings)}.`,
      )
    }),
    ...[...has.keys()]
      .filter((topic) => !named.has(topic))
      .map((topic) => `${topic} is a KafkaTopic, but no topic of libs/contracts.`),
  ]
})

/** The version that everything else here runs on. */
export const kafkaIsPinned: Rule = onStrimzi(({ resources }) => {
  const version = byKind(resources, 'Kafka').get('tailspan')?.spec.kafka?.version
  return unless(`apache/kafka:${version}` === images.kafka, `Kafka must be ${images.kafka}.`)
})

const ofStrimzi = ['KafkaNodePool', 'KafkaTopic', 'KafkaUser']

/** Strimzi passes over what does not name its cluster, without a word. */
export const belongsToCluster: Rule = onStrimzi(({ resources }) =>
  resources
    .filter(({ kind }) => ofStrimzi.includes(kind))
    .filter(({ metadata }) => metadata.labels?.['strimzi.io/cluster'] !== 'tailspan')
    .map(({ kind, metadata: { name } }) => `${kind} ${name} names no cluster.`),
)

/** KEDA looks at the group of the service, and does not start more instances than there are partitions. */
export const scalingFollowsManifest: Rule = ({ overlay, resources }) => {
  if (overlay !== 'production-scaled') return []
  const scaled = byKind(resources, 'ScaledObject')
  return deployedServices(resources).flatMap(({ name, spec: { replicas } }) => {
    const { consumes } = manifestOf(name as ServiceName)
    if (consumes.length === 0)
      return unless(replicas !== undefined, `${name}: nobody says how many of it run.`)
    const own = scaled.get(name)
    if (!own) return [`${name} has no ScaledObject: add components/keda/${name}.yaml.`]
    return [
      ...scalesRight(own, consumes),
      ...unless(
        replicas === undefined,
        `${name}: with replicas every apply would undo what KEDA has decided.`,
      ),
    ]
  })
}

function scalesRight({ metadata: { name }, spec }: Resource, consumes: readonly string[]) {
  const asked = (spec.triggers ?? []).map(({ metadata }) => metadata)
  const partitions = contracts
    .filter(({ topic }) => consumes.includes(topic))
    .map((topic) => topic.partitions)
  return [
    ...unless(
      asked.map(({ topic }) => topic).join() === consumes.join() &&
        asked.every(({ consumerGroup }) => consumerGroup === name),
      `${name} must be scaled by the lag of its own group on ${consumes.join(', ')}.`,
    ),
    ...unless(
      (spec.maxReplicaCount ?? 100) <= Math.max(0, ...partitions),
      `${name}: instances beyond the partitions get none.`,
    ),
  ]
}
