import { readFileSync } from 'node:fs'
import { databaseSettings, readConfig, toDatabaseOptions } from '@tailspan/config'
import {
  manifestOf,
  needing,
  peerSetting,
  type ServiceName,
  serviceNames,
} from '@tailspan/manifest'
import { expect, test } from 'vitest'
import { parse } from 'yaml'

type Service = {
  readonly image: string
  readonly environment: Readonly<Record<string, string>>
  readonly ports: readonly string[]
  readonly depends_on?: object
  readonly extends?: { readonly service: string }
  readonly profiles?: readonly string[]
}

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')
const composed = (path: string): Readonly<Record<string, Service>> =>
  parse(read(path), { merge: true, customTags: [{ tag: '!override', collection: 'seq' }] }).services
const plain = composed('compose.yaml')
const three = composed('compose.three-brokers.yaml')

const settingsOf = (name: ServiceName): string[] => {
  const { needs, asks } = manifestOf(name)
  return [
    ...(needs.includes('postgres') ? ['DATABASE_URL'] : []),
    ...(needs.includes('mail') ? ['SMTP_URL'] : []),
    ...asks.map(peerSetting),
  ]
}
const addresses = new Set(['DATABASE_URL', 'SMTP_URL', ...serviceNames.map(peerSetting)])

test('the Compose file has the services of the manifest and no others', () => {
  const isBuilt = ({ image, profiles }: Service) => image.startsWith('tailspan/') && !profiles
  const built = Object.keys(plain).filter((name) => isBuilt(plain[name] as Service))

  expect(built).toEqual(serviceNames)
})

test.each(serviceNames)('%s listens, needs and asks in Compose as in the manifest', (name) => {
  const { port, debugPort, needs } = manifestOf(name)
  const { environment, ports, depends_on } = plain[name] as Service

  expect(environment).toMatchObject({ HTTP_PORT: String(port), DEBUG_PORT: String(debugPort) })
  expect(ports).toEqual([expect.stringMatching(new RegExp(`:-${port}}:${port}$`))])
  expect(Object.keys(depends_on ?? {}).toSorted()).toEqual(needs.toSorted())
  const told = Object.keys(environment).filter((setting) => addresses.has(setting))
  expect(told.toSorted()).toEqual(settingsOf(name).toSorted())
  for (const peer of manifestOf(name).asks) {
    const place = `http://${peer}:${manifestOf(peer as ServiceName).port}`
    expect(environment[peerSetting(peer)]).toBe(place)
  }
})

test('with three brokers each service runs twice, and those that need Kafka know all three', () => {
  const second = Object.values(three).flatMap((one) => one.extends?.service ?? [])
  const told = serviceNames.filter((name) => three[name]?.environment.KAFKA_BROKERS?.includes(','))

  expect(second.toSorted()).toEqual(serviceNames.toSorted())
  expect(told).toEqual(needing('kafka'))
})

test('on top of it, the services with an outbox leave their events to the connector, and no other', () => {
  const onTop = composed('compose.debezium.yaml')
  const withOutbox = serviceNames.filter((name) => manifestOf(name).publishes.length > 0)
  const told = serviceNames.filter((name) =>
    onTop[name]?.environment.EVENTS?.endsWith(':-debezium}'),
  )

  expect(told).toEqual(withOutbox)
})

test('each service that stores gets its schema and its role', () => {
  const [, storing] = /^for service in (.*); do$/m.exec(read('compose/schemas.sh')) ?? []

  expect(storing?.split(' ')).toEqual(needing('postgres'))
})

test.each(needing('postgres'))(
  'W2 any service password works in Compose, encoded nowhere: %s',
  (name) => {
    const password = 'p#@/?%&=: "\'\\ä'
    const told = ({ environment }: Service, setting: string) =>
      environment[setting]?.replace(/\$\{TAILSPAN_SERVICE_PASSWORD:-tailspan\}/, () => password)
    const { DATABASE_URL = '', DATABASE_PASSWORD } = plain[name]?.environment ?? {}

    const { url } = toDatabaseOptions(
      readConfig(databaseSettings, {
        DATABASE_URL,
        DATABASE_PASSWORD: told(plain[name] as Service, 'DATABASE_PASSWORD'),
      }),
    )

    expect(DATABASE_PASSWORD).not.toContain('@')
    expect(decodeURIComponent(new URL(url).password)).toBe(password)
    expect(told(plain.postgres as Service, 'SERVICE_PASSWORD')).toBe(password)
  },
)
