import { duration } from '@tailspan/config'
import { composed } from '../compose.ts'
import { byKind, type Deployed, deployedServices, settingsOf } from '../resource.ts'
import { type Rule, unless } from './rule.ts'

/** What a stop needs after its drain: the process's own end, and the kubelet's round. */
const graceMs = 2_000

const each =
  (look: (one: Deployed) => readonly string[]): Rule =>
  ({ resources }) =>
    deployedServices(resources).flatMap(look)

/** Ready by `/readyz`; alive and started by `/healthz`, which asks nothing but the process. */
export const probesAsk: Rule = ({ resources }) =>
  deployedServices(resources).flatMap((one) => {
    const { name, container } = one
    const asks = (kind: 'startupProbe' | 'readinessProbe' | 'livenessProbe', path: string) => {
      const { httpGet } = container[kind] ?? {}
      return unless(
        httpGet?.path === path && httpGet.port === 'http',
        `${name}: its ${kind} must ask ${path}.`,
      )
    }
    return [
      ...asks('startupProbe', '/healthz'),
      ...asks('readinessProbe', '/readyz'),
      ...asks('livenessProbe', '/healthz'),
      ...unless(
        settingsOf(resources, one).get('HTTP_PROTOCOL') !== 'h2c',
        `${name}: with h2c no probe is answered, because the kubelet speaks HTTP/1.1.`,
      ),
    ]
  })

/** A stop is not cut short: the grace period is longer than all that a process may use of it. */
export const graceIsEnough: Rule = ({ resources }) =>
  deployedServices(resources).flatMap((one) => {
    const settings = settingsOf(resources, one)
    const [delay = '', drain = ''] = ['DRAIN_DELAY', 'DRAIN'].map((name) => settings.get(name))
    if (!delay || !drain) return [`${one.name}: DRAIN and DRAIN_DELAY must be set.`]
    const neededMs = duration(delay) + duration(drain) + graceMs
    const hasMs = (one.pod.terminationGracePeriodSeconds ?? 30) * 1_000
    return unless(
      hasMs >= neededMs,
      `${one.name}: terminationGracePeriodSeconds is ${hasMs / 1_000}, DRAIN_DELAY ${delay} + DRAIN ${drain} + 2 s are ${neededMs / 1_000}.`,
    )
  })

/** As locked up as in Compose. */
export const securityIsComposes: Rule = each(({ name, pod, container }) => {
  const { init, read_only, cap_drop = [], security_opt = [], tmpfs = [] } = composed[name] ?? {}
  const { securityContext: own = {} } = container
  const [, size] = /size=(\d+)m/.exec(tmpfs[0] ?? '') ?? []
  const tmp = container.volumeMounts?.find(({ mountPath }) => mountPath === '/tmp')
  const volume = pod.volumes?.find((one) => one.name === tmp?.name)
  return [
    ...unless(pod.securityContext?.runAsNonRoot === true, `${name} must not run as root.`),
    ...unless(
      (pod.securityContext?.runAsUser ?? 0) > 0,
      `${name}: runAsUser must be a number, because the image names its user.`,
    ),
    ...unless(
      pod.securityContext?.seccompProfile?.type === 'RuntimeDefault',
      `${name} must have the seccomp profile RuntimeDefault.`,
    ),
    ...unless(
      own.readOnlyRootFilesystem === read_only,
      `${name}: its root is read-only in Compose.`,
    ),
    ...unless(
      own.capabilities?.drop?.join() === cap_drop.join(),
      `${name} has no capabilities in Compose.`,
    ),
    ...unless(
      own.allowPrivilegeEscalation === !security_opt.includes('no-new-privileges:true'),
      `${name} gets no further privileges in Compose.`,
    ),
    ...unless(
      volume?.emptyDir?.sizeLimit === `${size}Mi`,
      `${name}: /tmp has ${size} MB in Compose.`,
    ),
    ...unless(
      pod.automountServiceAccountToken === false,
      `${name} needs no token of the API server.`,
    ),
    ...unless(
      pod.shareProcessNamespace === init,
      `${name} must share the namespace of processes: as the first one of its own it has no SIGTERM while it starts.`,
    ),
    ...unless(
      pod.enableServiceLinks === false,
      `${name}: enableServiceLinks would make settings out of Services.`,
    ),
  ]
})

/** What a pod asks for, and the memory that Compose gives it, or more. */
export const resourcesAreSet: Rule = ({ overlay, resources }) =>
  deployedServices(resources).flatMap(({ name, container }) => {
    const { requests = {}, limits = {} } = container.resources ?? {}
    const composedMb = Number.parseInt(composed[name]?.mem_limit ?? '', 10)
    const limitMb = Number(/^(\d+)Mi$/.exec(limits.memory ?? '')?.[1])
    const isAsWide = overlay === 'one-machine' ? limitMb === composedMb : limitMb >= composedMb
    return [
      ...unless(Boolean(requests.cpu && requests.memory), `${name} must request cpu and memory.`),
      ...unless(
        isAsWide,
        `${name}: its memory is ${composedMb} MB in Compose, here ${limits.memory}.`,
      ),
      ...unless(!limits.cpu, `${name}: a limit of the processor throttles the event loop.`),
    ]
  })

/** One pod at a time, whatever moves them; spread over hosts and zones. */
export const movesOneByOne: Rule = ({ overlay, resources }) =>
  deployedServices(resources).flatMap(({ name, spec, pod }) => {
    const budget = byKind(resources, 'PodDisruptionBudget').get(name)?.spec
    const spread = (pod.topologySpreadConstraints ?? []).map(({ topologyKey }) => topologyKey)
    const selects = budget?.selector?.matchLabels?.['app.kubernetes.io/name'] === name
    return [
      ...unless(
        budget?.maxUnavailable === 1 && selects,
        `${name} must have a PodDisruptionBudget of its own with maxUnavailable 1.`,
      ),
      ...unless(
        spec.strategy?.rollingUpdate?.maxUnavailable === 0,
        `${name}: a rollout must start the new pod before it stops an old one.`,
      ),
      ...unless(
        ['topology.kubernetes.io/zone', 'kubernetes.io/hostname'].every((key) =>
          spread.includes(key),
        ),
        `${name} must be spread over hosts and zones.`,
      ),
      ...unless(
        overlay !== 'production' || (spec.replicas ?? 1) >= 3,
        `${name} must have three replicas in production.`,
      ),
    ]
  })
