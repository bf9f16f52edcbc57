import { manifestOf, type ServiceName } from '@tailspan/manifest'
import { byKind, type Deployed, deployedServices, type Resource } from '../resource.ts'
import { type Rule, unless } from './rule.ts'

type Labels = Readonly<Record<string, string>>

/** Nothing is open by itself, and what a service needs is: names, peers, what the manifest lists, telemetry. */
export const networkIsEnough: Rule = ({ overlay, resources }) => {
  const policies = [...byKind(resources, 'NetworkPolicy').values()]
  return deployedServices(resources).flatMap((one) => {
    const own = policies.filter(({ spec }) => covers(spec.podSelector?.matchLabels, one.labels))
    return [
      ...unless(
        own.some((policy) => closes(policy)),
        `${one.name}: no NetworkPolicy closes it in both directions.`,
      ),
      ...reaches(one, own, overlay === 'one-machine'),
    ]
  })
}

function closes({ spec }: Resource): boolean {
  const both = ['Ingress', 'Egress'].every((type) => spec.policyTypes?.includes(type))
  return both && !spec.ingress && !spec.egress
}

function reaches({ name, labels }: Deployed, own: readonly Resource[], isInside: boolean) {
  const ports = own.flatMap(({ spec }) => (spec.egress ?? []).flatMap((rule) => rule.ports ?? []))
  const goes = (port: number | string) => ports.some((one) => one.port === port)
  const infrastructure = { 'app.kubernetes.io/component': 'infrastructure' }
  const goesInside = own.some(({ spec }) =>
    spec.egress?.some(({ to = [] }) =>
      to.some(({ podSelector }) => covers(podSelector?.matchLabels, infrastructure)),
    ),
  )
  const comes = own.some(({ spec }) =>
    spec.ingress?.some(({ from, ports: at }) => !from && at?.[0]?.port === 'http'),
  )
  const { asks, needs, isEdge = false } = manifestOf(name as ServiceName)
  const to = (what: string, is: boolean) => unless(is, `${name} does not reach ${what}.`)
  return [
    ...to('names', goes(53)),
    ...(asks.length > 0 ? to('its peers', goes('http')) : []),
    ...(isInside
      ? to('the infrastructure', goesInside)
      : [
          ...to('the collector', goes(4318)),
          ...(needs.includes('kafka') ? to('Kafka', goes(9093)) : []),
          ...(needs.includes('postgres') ? to('PostgreSQL', goes(5432)) : []),
          ...(needs.includes('mail') ? to('the mail server', goes(587)) : []),
        ]),
    ...unless(
      comes === isEdge,
      `${name}: ${isEdge ? 'clients cannot reach it' : 'everybody reaches it'}.`,
    ),
    ...unless(labels['app.kubernetes.io/name'] === name, `${name}: its label says another name.`),
  ]
}

function covers(selector: Labels | undefined, labels: Labels): boolean {
  return (
    selector !== undefined &&
    Object.entries(selector).every(([key, value]) => labels[key] === value)
  )
}
