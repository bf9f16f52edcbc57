import { expect, test } from 'vitest'
import { readConfig } from './read-config.ts'
import { databaseSettings, toDatabaseOptions } from './service-settings.ts'

const read = (pool?: string) =>
  readConfig(databaseSettings, { DATABASE_URL: 'postgres://order@db/shop', DATABASE_POOL: pool })

test('a service has ten connections to its database unless it is told otherwise', () => {
  expect(read().databasePool).toBe(10)
  expect(read('25').databasePool).toBe(25)
})

test('a pool has at least one connection', () => {
  expect(() => read('0')).toThrow('DATABASE_POOL must be a whole number from 1 to 1000')
})

test('K7 the direct way to the database is a secret, and need not be set', () => {
  expect(read().databaseSessionUrl).toBeUndefined()
  const env = {
    DATABASE_URL: 'postgres://o@pooler/shop',
    DATABASE_SESSION_URL: 'postgres://o@db/shop',
  }
  const { databaseSessionUrl } = readConfig(databaseSettings, env)
  expect([String(databaseSessionUrl), databaseSessionUrl?.reveal()]).toEqual([
    '[secret]',
    'postgres://o@db/shop',
  ])
})

test('W2 K7 the password is that of both ways to the database, and both are checked', () => {
  const ways = {
    DATABASE_URL: 'postgres://o@pooler/shop',
    DATABASE_SESSION_URL: 'postgres://o@db/shop',
  }
  const config = readConfig(databaseSettings, { ...ways, DATABASE_PASSWORD: 'a#b' })

  expect(toDatabaseOptions(config)).toMatchObject({
    url: 'postgres://o:a%23b@pooler/shop',
    sessionUrl: 'postgres://o:a%23b@db/shop',
  })
  expect(() => readConfig(databaseSettings, { ...ways, DATABASE_SESSION_URL: 'foo' })).toThrow(
    /^settings: DATABASE_SESSION_URL must be a URL /,
  )
})
