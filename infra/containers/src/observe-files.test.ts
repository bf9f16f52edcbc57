import { existsSync, readFileSync } from 'node:fs'
import { posix } from 'node:path'
import { serviceNames } from '@tailspan/manifest'
import { expect, test } from 'vitest'
import { parse } from 'yaml'

type Service = {
  readonly image?: string
  readonly environment: Readonly<Record<string, string>>
  readonly command?: readonly string[]
  readonly volumes?: readonly string[]
}

const place = (path: string) => new URL(`../../${path}`, import.meta.url)
const read = (path: string) => readFileSync(place(path), 'utf8')
const { services } = parse(read('compose.observe.yaml'), { merge: true }) as {
  services: Readonly<Record<string, Service>>
}
const observers = Object.entries(services).filter(([, { image }]) => image !== undefined)

/** Where a file of a container comes from. */
function sourceOf(service: string, target: string): string {
  const mounts = (services[service]?.volumes ?? []).map((volume) => volume.split(':'))
  const mount = mounts.find(
    ([, inside = '']) => target === inside || target.startsWith(`${inside}/`),
  )
  if (!mount) return ''
  const [outside = '', inside = ''] = mount
  return posix.join(outside, target.slice(inside.length))
}

test('every service exports its metrics to Prometheus, and no other is named', () => {
  const exporting = Object.entries(services).filter(([, { image }]) => image === undefined)

  expect(exporting.map(([name]) => name)).toEqual(serviceNames)
  for (const [, { environment }] of exporting)
    expect(environment).toEqual({
      OTEL_METRICS_EXPORTER: 'otlp',
      OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: 'http://prometheus:9090/api/v1/otlp/v1/metrics',
    })
  expect(services.prometheus?.command).toContain('--web.enable-otlp-receiver')
})

test.each(observers)(
  '%s is no root, cannot write outside its data, and says when it is ready',
  (_, one) => {
    expect(one).toMatchObject({
      user: expect.stringMatching(/^[1-9]\d+$/),
      read_only: true,
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
      mem_limit: expect.stringMatching(/^\d+m$/),
      healthcheck: { test: expect.arrayContaining(['CMD']) },
    })
    const writable = (one.volumes ?? []).filter((volume) => !volume.endsWith(':ro'))
    expect(writable).toEqual([expect.stringMatching(/^[a-z]+:\/[a-z/]+$/)])
  },
)

test('Prometheus evaluates the rules of this repository', () => {
  const config = parse(read(sourceOf('prometheus', '/etc/prometheus/prometheus.yaml')))

  expect(config.rule_files.map((file: string) => sourceOf('prometheus', file))).toEqual([
    'alerts/rules.yaml',
  ])
})

test('Grafana has the dashboards and the data sources that they name', () => {
  const { datasources } = parse(read('compose/grafana/datasources/all.yaml'))
  const { providers } = parse(read('compose/grafana/dashboards/all.yaml'))
  const home = services.grafana?.environment.GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH ?? ''

  // In a query as it is, in a link encoded.
  const uids = /(?:"|%22)uid(?:": "|%22%3A%22)([a-z]+)(?:"|%22)/g
  const named = read(sourceOf('grafana', home)).matchAll(uids)
  expect(datasources.map(({ uid }: { uid: string }) => uid).toSorted()).toEqual(
    [...new Set([...named].map(([, uid]) => uid))].toSorted(),
  )
  expect(sourceOf('grafana', '/etc/grafana/provisioning')).toBe('compose/grafana')
  expect(existsSync(place(sourceOf('grafana', providers[0].options.path)))).toBe(true)
})
