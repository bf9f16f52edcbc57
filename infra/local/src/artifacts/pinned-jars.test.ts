import { expect, test } from 'vitest'
import { jarName, kafkaVersion, pinnedJars } from './pinned-jars.ts'

test('all 34 jars of the broker are pinned by size and sha512', () => {
  const isPin = pinnedJars.map(({ size, sha512 }) => size > 0 && /^[0-9a-f]{128}$/.test(sha512))

  expect(pinnedJars).toHaveLength(34)
  expect(isPin).not.toContain(false)
})

test('a jar is called as Maven calls it', () => {
  const names = pinnedJars.map(jarName)

  expect(names).toContain(`kafka_2.13-${kafkaVersion}.jar`)
  expect(new Set(names).size).toBe(names.length)
})
