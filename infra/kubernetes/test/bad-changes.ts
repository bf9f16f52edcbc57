import { type Topic, topics } from '@tailspan/contracts'
import { edgeService, manifestOf, needing, serviceNames } from '@tailspan/manifest'
import type { Overlay } from './kustomize.ts'
import type { Resource } from './resource.ts'
import type { RuleName } from './rules/all-rules.ts'

const [storing = edgeService] = needing('postgres')
const [last = edgeService] = serviceNames.slice(-1)
const unscaled = serviceNames.find((name) => manifestOf(name).consumes.length === 0) ?? last
const topic = Object.values(topics)[0] as Topic
const { port } = manifestOf(edgeService)
const consuming = needing('kafka').find((name) => manifestOf(name).consumes.length > 0) ?? storing

const pod = 'spec/template/spec'
const container = `${pod}/containers/0`
const deployment = (name: string) => `Deployment ${name}`
const label = (name: string) => `metadata/labels/${name.replace('/', '~1')}`

/** One change of the resources, the rule that must see it, and what that says. */
type BadChange = {
  readonly overlay: Overlay
  readonly rule: RuleName
  /** Kind and name of a resource; the name is left out where only one matters. */
  readonly of: string
  /** Where in it, as a JSON pointer without the first slash; the whole resource where it is empty. */
  readonly at: string
  /** What stands there then; nothing takes it away. */
  readonly put?: unknown
  readonly says: string
}

const bad = (
  [overlay, rule]: readonly [Overlay, RuleName],
  [of, at, put]: readonly [string, string, unknown?],
  says: string,
): BadChange => ({ overlay, rule, of, at, put, says })

const manifest = ['production', 'services are those of the manifest'] as const
const locked = ['one-machine', 'pods are locked up as in Compose'] as const
const moves = ['production', 'pods move one by one'] as const
const network = ['production', 'the network lets through what is needed'] as const
const probes = ['production', 'probes ask what they should'] as const
const width = ['one-machine', 'resources are set'] as const
const rights = ['production', 'rights on Kafka follow the manifest'] as const
const contracts = ['production', 'topics follow the contracts'] as const
const scaling = ['production-scaled', 'KEDA scales as the manifest says'] as const
const grace = ['production', 'the grace period covers the drain'] as const
const images = ['production', 'images are those of Compose'] as const
const edge = deployment(edgeService)

/** For each rule what it must see. */
export const badChanges: readonly BadChange[] = [
  bad(manifest, [deployment(last), ''], 'has no Deployment'),
  bad(manifest, [edge, 'metadata/name', 'stranger'], 'is no service of infra/manifest'),
  bad(manifest, [edge, `${container}/ports/0/containerPort`, port + 1], 'must listen on'),
  bad(manifest, [`Service ${edgeService}`, 'spec/ports/0/port', 80], 'must have port'),
  bad(manifest, [edge, `${container}/env`, []], 'DEBUG_PORT is'),
  bad(manifest, [deployment(storing), `${container}/envFrom`, []], 'must have the secrets'),
  bad(manifest, [deployment(storing), label('tailspan.dev/needs-kafka')], 'label needs-kafka'),
  bad(manifest, [edge, label('tailspan.dev/edge')], 'label edge'),
  bad(manifest, [deployment(consuming), label('tailspan.dev/consumes')], 'label consumes'),
  bad(
    ['one-machine', 'settings are known'],
    [edge, `${container}/env/0/name`, 'DATABSE_POOL'],
    'does not read DATABSE_POOL',
  ),
  bad(
    ['one-machine', 'settings are those of Compose'],
    ['ConfigMap', 'data/KAFKA_BROKERS', 'kafka:9092'],
    'KAFKA_BROKERS is kafka:19092 in Compose',
  ),
  bad(images, [edge, `${container}/image`, `tailspan/${edgeService}`], 'with a version'),
  bad(images, [edge, `${container}/image`, `r.example/tailspan/${edgeService}:latest`], 'version'),
  bad(
    ['one-machine', 'images are those of Compose'],
    ['StatefulSet postgres', `${container}/image`, 'postgres:17'],
    'in Compose',
  ),
  bad(
    ['one-machine', 'Kafka is set as in Compose'],
    ['StatefulSet kafka', `${container}/env`, []],
    'KAFKA_NODE_ID is 1 in Compose',
  ),
  bad(probes, [edge, `${container}/livenessProbe/httpGet/path`, '/readyz'], 'livenessProbe'),
  bad(probes, [edge, `${container}/readinessProbe/httpGet/path`, '/healthz'], 'readinessProbe'),
  bad(probes, [edge, `${container}/startupProbe`], 'startupProbe'),
  bad(probes, ['ConfigMap', 'data/HTTP_PROTOCOL', 'h2c'], 'no probe is answered'),
  bad(grace, [edge, `${pod}/terminationGracePeriodSeconds`, 14], 'is 14'),
  bad(grace, ['ConfigMap', 'data/DRAIN', '1m'], '+ DRAIN 1m + 2 s are 67'),
  bad(grace, ['ConfigMap', 'data/DRAIN_DELAY'], 'must be set'),
  bad(locked, [edge, `${pod}/securityContext/runAsNonRoot`], 'run as root'),
  bad(locked, [edge, `${pod}/securityContext/runAsUser`], 'must be a number'),
  bad(locked, [edge, `${pod}/securityContext/seccompProfile`], 'seccomp'),
  bad(locked, [edge, `${container}/securityContext/readOnlyRootFilesystem`], 'read-only'),
  bad(locked, [edge, `${container}/securityContext/capabilities`], 'no capabilities'),
  bad(locked, [edge, `${container}/securityContext/allowPrivilegeEscalation`], 'privileges'),
  bad(locked, [edge, `${container}/volumeMounts`, []], '/tmp has 16 MB'),
  bad(locked, [edge, `${pod}/automountServiceAccountToken`], 'no token'),
  bad(locked, [edge, `${pod}/enableServiceLinks`], 'enableServiceLinks'),
  bad(locked, [edge, `${pod}/shareProcessNamespace`], 'namespace of processes'),
  bad(width, [edge, `${container}/resources/limits/memory`, '128Mi'], 'its memory is 224 MB'),
  bad(width, [edge, `${container}/resources/requests`], 'must request'),
  bad(width, [edge, `${container}/resources/limits/cpu`, '1'], 'throttles'),
  bad(moves, [`PodDisruptionBudget ${last}`, ''], 'PodDisruptionBudget'),
  bad(moves, [edge, 'spec/strategy/rollingUpdate/maxUnavailable', 1], 'before it stops an old one'),
  bad(moves, [edge, `${pod}/topologySpreadConstraints`], 'must be spread'),
  bad(moves, [edge, 'spec/replicas', 1], 'three replicas'),
  bad(network, ['NetworkPolicy services-reach-nothing', ''], 'closes it'),
  bad(network, ['NetworkPolicy services-look-up-names', ''], 'does not reach names'),
  bad(network, ['NetworkPolicy services-reach-kafka', ''], 'does not reach Kafka'),
  bad(network, ['NetworkPolicy services-reach-postgres', ''], 'does not reach PostgreSQL'),
  bad(network, ['NetworkPolicy services-send-telemetry', ''], 'does not reach the collector'),
  bad(network, ['NetworkPolicy clients-reach-the-edge', ''], 'clients cannot reach it'),
  bad(
    ['one-machine', 'the network lets through what is needed'],
    ['NetworkPolicy services-reach-infrastructure', ''],
    'does not reach the infrastructure',
  ),
  bad(
    network,
    ['NetworkPolicy clients-reach-the-edge', 'spec/podSelector', { matchLabels: {} }],
    'everybody reaches it',
  ),
  bad(rights, [`KafkaUser ${consuming}`, ''], 'has no KafkaUser'),
  bad(
    rights,
    [`KafkaUser ${consuming}`, 'spec/authorization/acls/0/operations', []],
    'lacks the right',
  ),
  bad(
    rights,
    [`KafkaUser ${consuming}`, 'spec/authorization/acls/0/operations', ['All']],
    'needs no right to All',
  ),
  bad(contracts, [`KafkaTopic ${topic.topic}`, ''], 'has no KafkaTopic'),
  bad(contracts, [`KafkaTopic ${topic.topic}`, 'spec/partitions', 1], 'must have 3 partitions'),
  bad(contracts, [`KafkaTopic ${topic.topic}.dlt`, 'spec/config'], 'max.message.bytes'),
  bad(
    contracts,
    [`KafkaTopic ${topic.topic}`, 'metadata/name', 'other'],
    'no topic of libs/contracts',
  ),
  bad(
    ['production', 'Kafka has the pinned version'],
    ['Kafka', 'spec/kafka/version', '4.2.0'],
    'Kafka must be',
  ),
  bad(
    ['production', 'what Strimzi makes names its cluster'],
    [`KafkaUser ${consuming}`, label('strimzi.io/cluster')],
    'names no cluster',
  ),
  bad(scaling, [`ScaledObject ${consuming}`, ''], 'has no ScaledObject'),
  bad(
    scaling,
    [`ScaledObject ${consuming}`, 'spec/triggers/0/metadata/consumerGroup', 'x'],
    'own group',
  ),
  bad(scaling, [`ScaledObject ${consuming}`, 'spec/maxReplicaCount', 10], 'beyond the partitions'),
  bad(scaling, [deployment(consuming), 'spec/replicas', 3], 'undo what KEDA has decided'),
  bad(scaling, [deployment(unscaled), 'spec/replicas'], 'nobody says how many'),
]

/** The resources with one of them changed. */
export function withChange(resources: readonly Resource[], { of, at, put }: BadChange): Resource[] {
  const [kind, name] = of.split(' ')
  const isIt = (one: Resource) => one.kind === kind && (!name || one.metadata.name === name)
  const changed = structuredClone(resources) as Resource[]
  if (!changed.some(isIt)) throw new Error(`there is no ${of}`)
  if (at === '') return changed.filter((one) => !isIt(one))
  for (const one of changed.filter(isIt)) setAt(one, at, put)
  return changed
}

function setAt(resource: Resource, at: string, put: unknown): void {
  const keys = at.split('/').map((key) => key.replace('~1', '/'))
  const lastKey = keys.pop() ?? ''
  const place = keys.reduce<Record<string, unknown>>(
    (node, key) => node[key] as Record<string, unknown>,
    resource as unknown as Record<string, unknown>,
  )
  if (put === undefined) delete place[lastKey]
  else place[lastKey] = put
}
