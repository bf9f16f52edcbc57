import { readFileSync } from 'node:fs'
import {
  manifestOf,
  needing,
  peerSetting,
  type ServiceName,
  serviceNames,
} from '@tailspan/manifest'
import { composed, composedSettings } from '../compose.ts'
import { byKind, type Deployed, deployedServices, settingsOf } from '../resource.ts'
import { type Rule, unless } from './rule.ts'

const read = (path: string) => readFileSync(new URL(`../../../../${path}`, import.meta.url), 'utf8')
const settingsIn = (path: string) =>
  [...read(path).matchAll(/env: '(\w+)'/g)].map(([, name = '']) => name)
const common = settingsIn('libs/config/src/service-settings.ts')
/** For the value of another setting only. */
const steps = ['POD_NAME', 'POD_NAMESPACE', 'KAFKA_PASSWORD']

/** As in the manifest of services: which there are, where each listens, what it needs and asks. */
export const followsManifest: Rule = ({ resources }) => {
  const deployed = deployedServices(resources)
  const names = deployed.map(({ name }) => name)
  const services = byKind(resources, 'Service')
  return [
    ...serviceNames
      .filter((name) => !names.includes(name))
      .map(
        (name) => `${name} has no Deployment: add base/${name}.yaml to base/kustomization.yaml.`,
      ),
    ...names
      .filter((name) => !serviceNames.includes(name as ServiceName))
      .map((name) => `${name} is deployed, but it is no service of infra/manifest.`),
    ...deployed
      .filter(({ name }) => serviceNames.includes(name as ServiceName))
      .flatMap((one) => [
        ...listensAsSaid(one, services.get(one.name)?.spec.ports?.[0]?.port),
        ...isToldAsSaid(one, settingsOf(resources, one)),
      ]),
  ]
}

function listensAsSaid({ name, container }: Deployed, servicePort: number | undefined) {
  const { port, debugPort } = manifestOf(name as ServiceName)
  const own = new Map((container.env ?? []).map((one) => [one.name, one.value]))
  return [
    ...unless(
      container.ports?.[0]?.containerPort === port && own.get('HTTP_PORT') === String(port),
      `${name} must listen on ${port}.`,
    ),
    ...unless(servicePort === port, `the Service of ${name} must have port ${port}.`),
    ...unless(own.get('DEBUG_PORT') === String(debugPort), `${name}: DEBUG_PORT is ${debugPort}.`),
  ]
}

function isToldAsSaid(
  { name, labels, container }: Deployed,
  settings: ReadonlyMap<string, string>,
) {
  const { asks, needs, consumes, isEdge = false } = manifestOf(name as ServiceName)
  const secrets = (container.envFrom ?? []).flatMap(({ secretRef }) => secretRef?.name ?? [])
  const withoutHash = secrets.map((secret) => secret.replace(/-[a-z0-9]{10}$/, ''))
  const wanted = [
    ...(needs.includes('postgres') ? [`${name}-database`] : []),
    ...(needs.includes('mail') ? [`${name}-mail`] : []),
  ]
  const isLabelled = (need: string) => labels[`tailspan.dev/needs-${need}`] === 'true'
  return [
    ...asks.flatMap((peer) => {
      const place = `http://${peer}:${manifestOf(peer as ServiceName).port}`
      const setting = peerSetting(peer)
      return unless(settings.get(setting) === place, `${name}: ${setting} must be ${place}.`)
    }),
    ...unless(
      withoutHash.toSorted().join() === wanted.toSorted().join(),
      `${name} must have the secrets ${wanted.join(', ') || 'of nobody'}, and has ${withoutHash.join(', ') || 'none'}.`,
    ),
    ...(['kafka', 'postgres', 'mail'] as const).flatMap((need) =>
      unless(
        isLabelled(need) === needs.includes(need),
        `${name}: the label needs-${need} must say whether it does.`,
      ),
    ),
    ...unless(
      (labels['tailspan.dev/consumes'] === 'true') === consumes.length > 0,
      `${name}: the label consumes must say whether it does.`,
    ),
    ...unless(
      (labels['tailspan.dev/edge'] === 'true') === isEdge,
      `${name}: the label edge must say whether clients reach it.`,
    ),
  ]
}

/** Each setting is one that the service reads: a wrong name would be passed over in silence. */
export const settingsAreKnown: Rule = ({ resources }) =>
  deployedServices(resources).flatMap((one) => {
    const known = new Set([
      ...common,
      ...steps,
      ...settingsIn(`services/${one.name}/src/config.ts`),
    ])
    return [...settingsOf(resources, one).keys()]
      .filter((setting) => !known.has(setting) && !setting.startsWith('OTEL_'))
      .map((setting) => `${one.name} does not read ${setting}.`)
  })

/** On one machine each setting that Compose has is there, with the same value. */
export const settingsAreComposes: Rule = ({ overlay, resources }) =>
  overlay === 'one-machine'
    ? deployedServices(resources).flatMap((one) => {
        const settings = settingsOf(resources, one)
        return composedSettings(one.name)
          .filter(([setting, value]) => settings.get(setting) !== value)
          .map(([setting, value]) => `${one.name}: ${setting} is ${value} in Compose.`)
      })
    : []

/** The images of Compose; in production with a registry and a version. */
export const imagesAreComposes: Rule = ({ overlay, resources }) => [
  ...deployedServices(resources).flatMap(({ name, container: { image } }) => {
    const ours = composed[name]?.image ?? ''
    const pinned = new RegExp(
      `^[a-z0-9.-]+[.][a-z]+(:\\d+)?/${ours}(:(?!latest$)[\\w.-]+|@sha256:[0-9a-f]{64})$`,
    )
    return overlay === 'one-machine'
      ? unless(image === ours, `${name}: the image is ${ours} in Compose.`)
      : unless(
          pinned.test(image),
          `${name}: ${image} must be ${ours} of a registry, with a version.`,
        )
  }),
  ...resources
    .filter(({ metadata }) => metadata.labels?.['app.kubernetes.io/component'] === 'infrastructure')
    .flatMap(({ metadata: { name }, spec }) => {
      const image = spec.template.spec.containers[0]?.image
      return unless(
        image === composed[name]?.image,
        `${name}: the image is ${composed[name]?.image} in Compose.`,
      )
    }),
]

/** Kafka's own settings are Compose's, but for where it listens. */
export const kafkaIsComposes: Rule = ({ resources }) => {
  const kafka = byKind(resources, 'StatefulSet').get('kafka')?.spec.template.spec.containers[0]
  if (!kafka) return []
  const own = new Map((kafka.env ?? []).map(({ name, value }) => [name, value]))
  return composedSettings('kafka')
    .filter(([setting]) => !/LISTENER|VOTERS/.test(setting))
    .filter(([setting, value]) => own.get(setting) !== value)
    .map(([setting, value]) => `kafka: ${setting} is ${value} in Compose.`)
}

/** Those that need Kafka, for the rules about it. */
export const withKafka = needing('kafka')
