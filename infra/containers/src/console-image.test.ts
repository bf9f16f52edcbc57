import { readFileSync } from 'node:fs'
import { serviceNames } from '@tailspan/manifest'
import { expect, test } from 'vitest'
import { parse } from 'yaml'

type Service = Readonly<Record<string, unknown>> & {
  readonly environment: Readonly<Record<string, string>>
  readonly depends_on: object
}

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')
const { console: shown, order } = parse(read('compose.yaml'), { merge: true }).services as Record<
  'console' | 'order',
  Service
>
const dockerfile = read('console/Dockerfile')
const ofServices = read('Dockerfile')
const own = ['image', 'build', 'profiles', 'environment', 'ports', 'depends_on', 'mem_limit']
const hardening = (settings: Service) =>
  Object.fromEntries(Object.entries(settings).filter(([name]) => !own.includes(name)))

test('the console in Compose is of a profile of its own, confined as the services are, on loopback', () => {
  expect(shown).toMatchObject({
    profiles: ['console'],
    read_only: true,
    cap_drop: ['ALL'],
    ports: [expect.stringMatching(/^127\.0\.0\.1:.*TAILSPAN_PORT_CONSOLE:-8090}:8090$/)],
  })
  expect(hardening(shown)).toEqual(hardening(order))
  expect(dockerfile).toMatch(/^USER node$/m)
  expect(dockerfile).toMatch(/^HEALTHCHECK /m)
})

test('it asks the servers, and links to where Compose publishes what the manifest has', () => {
  const servers = ['kafka', 'postgres', 'mail', 'jaeger']
  const { environment, depends_on } = shown

  expect(Object.keys(depends_on).toSorted()).toEqual(servers.toSorted())
  const told = Object.keys(environment).filter((name) => name.startsWith('TAILSPAN_PORT_'))
  const names = ['console', ...serviceNames, ...servers]
  expect(told.toSorted()).toEqual(
    names.map((name) => `TAILSPAN_PORT_${name.toUpperCase().replaceAll('-', '_')}`).toSorted(),
  )
})

test('its role in PostgreSQL reads everything, and its sessions write nothing', () => {
  const [, role] = read('compose/schemas.sh').split('# The console of the profile')

  expect(shown.environment.DATABASE_URL).toBe('postgres://console@postgres:5432/tailspan')
  expect(role).toContain('in role pg_read_all_data;')
  expect(role).toContain('alter role console set default_transaction_read_only = on;')
  expect(role?.match(/^grant .*/gm)).toEqual([expect.stringMatching(/^grant connect on database/)])
})

test('its image is built from the base of the services', () => {
  const base = /^ARG NODE=.*$/m
  const install = /npx --yes pnpm@[\d.]+/

  expect(base.exec(dockerfile)?.[0]).toBe(base.exec(ofServices)?.[0])
  expect(install.exec(dockerfile)?.[0]).toBe(install.exec(ofServices)?.[0])
})
