import type { Resource } from './resource.ts'

const named = { metadata: { name: 'bad' } }
const bad = (apiVersion: string, kind: string, spec: object) =>
  ({ apiVersion, kind, ...named, spec }) as unknown as Resource

const pod = (container: object) =>
  bad('apps/v1', 'Deployment', {
    selector: {},
    template: { spec: { containers: [{ name: 'one', ...container }] } },
  })

/** Resources that no schema may let through. */
export const badFields: readonly (readonly [what: string, resource: Resource, says: string])[] = [
  [
    'a field that is misspelt',
    pod({ readynessProbe: {} }),
    'additional properties: readynessProbe',
  ],
  ['a field of the wrong type', pod({ ports: [{ containerPort: '8080' }] }), 'must be integer'],
  [
    'a field that is missing',
    bad('apps/v1', 'Deployment', { template: {} }),
    "property 'selector'",
  ],
  ['a version that is gone', bad('policy/v1beta1', 'PodDisruptionBudget', {}), 'no schema of'],
  [
    "a field that Strimzi's topic does not have",
    bad('kafka.strimzi.io/v1', 'KafkaTopic', { partition: 3 }),
    'additional properties: partition',
  ],
  [
    'a former version of Strimzi',
    bad('kafka.strimzi.io/v1beta2', 'KafkaTopic', {}),
    'no schema of',
  ],
  [
    "a field that KEDA's scaled object does not have",
    bad('keda.sh/v1alpha1', 'ScaledObject', { maxReplicas: 3 }),
    'additional properties: maxReplicas',
  ],
]
