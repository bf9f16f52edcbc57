import { connectorImage } from '@tailspan/containers'
import { expect, test } from 'vitest'
import { jarName, kafkaVersion, pinnedJars } from '../artifacts/pinned-jars.ts'
import { debeziumJars } from './debezium-jars.ts'

const versionOf = (artifact: string) =>
  debeziumJars.map(({ gav }) => gav.split(':')).find(([, name]) => name === artifact)?.[2]

test('the jars of Connect and Debezium are pinned, are those of the image, and are beside those of the broker', () => {
  const isPin = debeziumJars.map(({ size, sha512 }) => size > 0 && /^[0-9a-f]{128}$/.test(sha512))
  const names = [...pinnedJars, ...debeziumJars].map(jarName)

  expect(isPin).not.toContain(false)
  expect(new Set(names).size).toBe(names.length)
  expect(versionOf('connect-runtime')).toBe(kafkaVersion)
  expect(connectorImage.endsWith(`:${versionOf('debezium-connector-postgres')}`)).toBe(true)
})
