import { expect, test } from 'vitest'
import { readConfig } from './read-config.ts'
import { databaseSettings } from './service-settings.ts'

const read = (pool?: string) =>
  readConfig(databaseSettings, { DATABASE_URL: 'postgres://db', DATABASE_POOL: pool })

test('a service has ten connections to its database unless it is told otherwise', () => {
  expect(read().databasePool).toBe(10)
  expect(read('25').databasePool).toBe(25)
})

test('a pool has at least one connection', () => {
  expect(() => read('0')).toThrow('DATABASE_POOL must be a whole number from 1 to 1000')
})

test('K7 the direct way to the database is a secret, and need not be set', () => {
  expect(read().databaseSessionUrl).toBeUndefined()
  const env = { DATABASE_URL: 'postgres://pooler', DATABASE_SESSION_URL: 'postgres://db' }
  const { databaseSessionUrl } = readConfig(databaseSettings, env)
  expect([String(databaseSessionUrl), databaseSessionUrl?.reveal()]).toEqual([
    '[secret]',
    'postgres://db',
  ])
})
