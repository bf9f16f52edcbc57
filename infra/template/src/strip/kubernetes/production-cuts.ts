import type { Cut } from '../cut.ts'

const path = 'docs/production.md'

/** What the page says of this platform; what holds on any stays. */
export const productionCuts: readonly Cut[] = [
  {
    path,
    cut: /to a cluster, and what to do when something breaks there\. \[infra\/kubernetes\][\s\S]*? this page says how/g,
    put: 'to production, and what to do when something breaks there: how',
  },
  // Blocks in which nothing else stands, then the lines of others.
  { path, cut: /^```sh\n(?:kubectl .*\n)+```\n\n/gm },
  { path, cut: /^kubectl .*\n/gm },
  {
    path,
    cut: 'requests of 500m and 400m in [production](../infra/kubernetes/overlays/production)',
    put: 'half a core for each',
  },
  { path, cut: '224 MiB on one machine', put: '224 MiB in Compose' },
  { path, cut: / and in the KafkaTopics of \[production\]\([^)]*\)/g },
  { path, cut: /; the 100Gi of \[cluster\.yaml\]\([^)]*\) are for some 70/g },
  { path, cut: /^\| Kubernetes, Strimzi, KEDA \|.*\n/gm },
  {
    path,
    cut: 'together with `terminationGracePeriodSeconds`: at least `DRAIN_DELAY` + `DRAIN` + 2 s, or `kubectl` kills',
    put: 'together with what your platform waits for a process to end: at least `DRAIN_DELAY` + `DRAIN` + 2 s, or it kills',
  },
  { path, cut: '`minReadySeconds` keeps them apart.', put: 'Keep them apart.' },
  { path, cut: 'Kafka is upgraded by Strimzi, one broker', put: 'Upgrade Kafka one broker' },
  { path, cut: / \(`size` in \[cluster\.yaml\]\([^)]*\)\)/g },
  { path, cut: 'in the KafkaTopic and in ', put: 'in ' },
  {
    path,
    cut: ', which must say the same: the next start of a service sets it back, or warns of it.',
    put: ': the next start of a service sets it, or warns of it.',
  },
  {
    path,
    cut: /, and\nthe brokers of these manifests are [\s\S]*? The manifests have neither\./g,
    put: ':\nsee to it before the first night that operators reach the brokers from there.',
  },
]

/** What goes with the measurements where those go first. */
export const measuredCuts: readonly Cut[] = [
  { path, cut: 'with the manifests as they are: three of each', put: 'with three of each' },
]
