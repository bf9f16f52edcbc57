import type { Pod, Resource } from '../resource.ts'

/** A pod for each Deployment and StatefulSet: the standard of the namespace is enforced on pods, and only warned of before. */
export function podsOf(resources: readonly Resource[]): readonly object[] {
  return resources
    .filter(({ kind }) => kind === 'Deployment' || kind === 'StatefulSet')
    .map(({ metadata: { name }, spec }) => toPod(name, spec.template.spec))
}

function toPod(name: string, spec: Pod): object {
  const metadata = { name, namespace: 'tailspan' }
  // What a StatefulSet would add.
  const mounted = (spec.containers[0]?.volumeMounts ?? []).map((mount) => mount.name)
  const known = (spec.volumes ?? []).map((volume) => volume.name)
  const added = mounted
    .filter((one) => !known.includes(one))
    .map((one) => ({ name: one, emptyDir: {} }))
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata,
    spec: { ...spec, volumes: [...(spec.volumes ?? []), ...added] },
  }
}

type Bad = readonly [what: string, resource: object, says: string]

const metadata = { name: 'bad', namespace: 'tailspan' }
const container = { name: 'one', image: 'one' }
const labels = { app: 'bad' }
const deployment = (spec: object) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata,
  spec: {
    selector: { matchLabels: labels },
    template: { metadata: { labels }, spec: { containers: [container] } },
    ...spec,
  },
})

/** What the schemas let through, and Kubernetes itself does not. */
export const badResources: readonly Bad[] = [
  [
    'a rollout that may neither start nor stop a pod',
    deployment({ strategy: { rollingUpdate: { maxSurge: 0, maxUnavailable: 0 } } }),
    'may not be 0 when',
  ],
  [
    'a selector that does not select its own pods',
    deployment({ selector: { matchLabels: { app: 'other' } } }),
    '`selector` does not match template `labels`',
  ],
  [
    'a Deployment that asks for more than the standard',
    deployment({}),
    'would violate PodSecurity',
  ],
  [
    'a pod that runs as root',
    { apiVersion: 'v1', kind: 'Pod', metadata, spec: { containers: [container] } },
    'violates PodSecurity "restricted',
  ],
  ['a field that is misspelt', deployment({ replica: 3 }), 'unknown field "spec.replica"'],
  [
    "a topic that Strimzi's definition refuses",
    { apiVersion: 'kafka.strimzi.io/v1', kind: 'KafkaTopic', metadata, spec: { partitions: 0 } },
    'spec.partitions',
  ],
]
