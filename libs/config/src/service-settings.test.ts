import { expect, test } from 'vitest'
import { readConfig } from './read-config.ts'
import { databaseSettings } from './service-settings.ts'

const read = (pool?: string) =>
  readConfig(databaseSettings, { DATABASE_URL: 'postgres://db', DATABASE_POOL: pool })

test('a service has ten connections to its database unless it is told otherwise', () => {
  expect(read().databasePool).toBe(10)
  expect(read('25').databasePool).toBe(25)
})

test('one connection alone is refused: the relay keeps one for its locks', () => {
  expect(() => read('1')).toThrow('DATABASE_POOL must be a whole number from 2 to 1000')
})
