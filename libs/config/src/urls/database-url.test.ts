import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { rootCertificates } from 'node:tls'
import { parseIntoClientConfig } from 'pg-connection-string'
import { expect, onTestFinished, test } from 'vitest'
import { databaseSettings, databaseUrl, readConfig, toDatabaseOptions } from '../index.ts'

const good = 'postgres://order:hidden@db:5432/shop'

function file(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'tailspan-url-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const path = join(folder, 'file.pem')
  writeFileSync(path, text)
  return path
}

test.each([
  [good, { host: 'db', port: 5432, user: 'order', password: 'hidden', database: 'shop' }],
  ['postgresql://order@db/shop', { host: 'db', user: 'order', database: 'shop' }],
  ['postgres://order:p%23%40%2F%3F%25@db/shop', { password: 'p#@/?%' }],
  ['postgres://order:a:b@db/shop', { password: 'a:b' }],
  ['postgres://order:pä@db/shop', { password: 'pä' }],
  ['postgres://order@[::1]:5432/shop', { host: '::1', port: 5432 }],
  ['postgres://order@/shop?host=/var/run/postgresql', { host: '/var/run/postgresql' }],
  ['postgres://order@%2Fvar%2Frun/shop', { host: '/var/run' }],
  ['postgres://db/shop?user=order', { user: 'order' }],
  ['postgres://order@db/shop?sslmode=disable', { ssl: false }],
  ['postgres://order@db/shop?sslmode=no-verify', { ssl: { rejectUnauthorized: false } }],
  ['postgres://order@db/shop?pgbouncer=true&connection_limit=1', { database: 'shop' }],
  ['postgres://order@127.1/shop', { host: '127.1' }],
  ['postgres://order@db.example./shop', { host: 'db.example.' }],
  ['postgres://order@db/shop?application_name=a@b', { application_name: 'a@b' }],
  ['postgres://order@db/shop?channel_binding=require&target_session_attrs=any', { host: 'db' }],
])('W2 %s is a database that pg reaches as it was meant', (value, expected) => {
  expect(parseIntoClientConfig(databaseUrl(value).reveal())).toMatchObject(expected)
})

const starts = 'must be a URL that starts with postgres:// or postgresql://'

test.each([
  ['foo', starts],
  ['http://order:hidden@db/shop', starts],
  ['mysql://order:hidden@db/shop', starts],
  ['//order:hidden@db/shop', starts],
  ['postgres:order:hidden@db/shop', starts],
  ['/var/run/postgresql shop', starts],
  ['postgres://order:hid#den@db/shop', '# encoded as %23'],
  ['postgres://order:12#3@db/shop', '# encoded as %23'],
  ['postgres://order:hid/den@db/shop', '/ and ? of user and password'],
  ['postgres://order:12/3@db/shop', '/ and ? of user and password'],
  ['postgres://order:12?3@db/shop', '/ and ? of user and password'],
  ['postgres://order:hid@den@db/shop', '@ of user and password encoded as %40'],
  ['postgres://order:a@b/c@db/shop', '/ and @ of its password'],
  ['postgres://order:a@b/c?d@db/shop', '? of its password encoded as %3F'],
  ['postgres://order:hid%den@db/shop', '% encoded as %25'],
  ['postgres://order:hidden%@db/shop', '% encoded as %25'],
  ['postgres://order:%FF@db/shop', 'UTF-8'],
  ['postgres://order:hid den@db/shop', 'blank as %20'],
  ['postgres://order:hidden@db/shop\n', 'blank as %20'],
  ['postgres://order:hid\\den@db/shop', 'backslash'],
  ['postgres://order:hidden@db:0/shop', 'a port from 1 to 65535'],
  ['postgres://order:hidden@db:65536/shop', 'a port from 1 to 65535'],
  ['postgres://order:hidden@db:/shop', 'a port from 1 to 65535'],
  ['postgres://order:hidden@db:x/shop', 'a port from 1 to 65535'],
  ['postgres://order:hidden@db/shop?port=70000', 'a port from 1 to 65535'],
  ['postgres://order:hidden@/shop', 'name a host'],
  ['postgres:///shop', 'name a user'],
  ['postgres://db/shop', 'name a user'],
  ['postgres://order:hidden@a,b/shop', 'name one host'],
  ['postgres://order:hidden@[::g]/shop', 'IPv6 address between its brackets'],
  ['postgres://order:hidden@::1/shop', 'a port from 1 to 65535'],
  ['postgres://order:hidden@-db/shop', 'name a host by its name or address'],
  ['postgres://order:hidden@db', 'name a database'],
  ['postgres://order:hidden@db/', 'name a database'],
  ['postgres://order:hidden@db?sslmode=require', 'name a database'],
  [`${good}?sslmode=on`, 'disable, prefer, require, verify-ca, verify-full, no-verify as sslmode'],
  [`${good}?sslmode=allow`, 'as sslmode'],
  [`${good}?sslmod=require`, 'no other parameters for TLS'],
  [`${good}?sslcrl=/x`, 'no other parameters for TLS'],
  [`${good}?ssl=yes`, 'as ssl'],
  [`${good}?sslnegotiation=fast`, 'postgres, direct as sslnegotiation'],
  [`${good}?sslrootcert=/no/such/file`, 'a file that can be read as sslrootcert'],
  [`${good}?sslrootcert=system`, 'a file that can be read as sslrootcert'],
  [`${good}?sslmode=verify-ca&uselibpqcompat=true`, 'sslrootcert with uselibpqcompat'],
  [`${good}?sslcert=/no/such/file`, 'both sslcert and sslkey'],
  [`${good}?sslcert=/no/such&sslkey=/no/such`, 'a file that can be read as sslcert'],
  [`${good}?sslmode=require&sslmode=disable`, 'sslmode once'],
  [`${good}?SSLMODE=require`, 'no other parameters for TLS'],
  [`${good}?max=1`, 'leave max to the service'],
  [`${good}?connectionTimeoutMillis=5s`, 'leave connectionTimeoutMillis to the service'],
  [`${good}?types=x`, 'leave types to the service'],
  [`${good}?replication=database`, 'leave replication to the service'],
  ['postgres://order@/shop?host=/run/hidden,/run/den', 'name one socket'],
  ['postgres://order:hid%00den@db/shop', 'no %00'],
  ['postgres://order:hidden@256.0.0.1/shop', 'name a host by its name or address'],
  ['postgres://order:hidden@db..example/shop', 'name a host by its name or address'],
  [`${good}?statement_timeout=5s`, 'a whole number as statement_timeout'],
])('W2 %j is refused: %s', (value, text) => {
  const read = () => readConfig(databaseSettings, { DATABASE_URL: value })

  expect(read).toThrow(text)
  expect(read).toThrow(/^settings: DATABASE_URL must /)
  expect(read).not.toThrow(/hid|den|order:|12|:a/)
})

test('W2 a file that holds no certificate, or a key of another certificate, is refused', () => {
  const [certificate = ''] = rootCertificates
  const ca = file(certificate)
  const key = file(privateKey())

  expect(() => databaseUrl(`${good}?sslrootcert=${key}`)).toThrow(
    'must have a file with nothing but good certificates (PEM) as sslrootcert',
  )
  expect(() => databaseUrl(`${good}?sslcert=${ca}&sslkey=${key}`)).toThrow(
    'must have an sslkey that belongs to its sslcert',
  )
  expect(() => databaseUrl(`${good}?sslcert=${ca}&sslkey=${ca}`)).toThrow(
    'must have a file with a private key without a passphrase (PEM) as sslkey',
  )
  expect(databaseUrl(`${good}?sslrootcert=${ca}`).reveal()).toContain(ca)
})

test.each([
  'postgres://order@db/shop',
  'postgres://order:other@db/shop',
  'postgres://order@/shop?host=/run',
  'postgres://db/shop?user=order',
])('W2 a password of its own needs no encoding, whatever it is: %s', (DATABASE_URL) => {
  const DATABASE_PASSWORD = 'p#@/?%&=: "\'\\$ä'

  const { url } = toDatabaseOptions(
    readConfig(databaseSettings, { DATABASE_URL, DATABASE_PASSWORD }),
  )

  const { user, password, database } = parseIntoClientConfig(url)
  expect({ user, password, database }).toEqual({
    user: 'order',
    password: DATABASE_PASSWORD,
    database: 'shop',
  })
})

function privateKey(): string {
  const { privateKey: key } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  return key.export({ type: 'pkcs8', format: 'pem' }).toString()
}
