import { createRequire } from 'node:module'
import { expect, test, vi } from 'vitest'
import type { Cluster } from './cluster.ts'
import { heal } from './heal.ts'

const { KafkaJSRequestTimeoutError, KafkaJSConnectionClosedError } = createRequire(import.meta.url)(
  'kafkajs/src/errors',
)

const timedOut = (broker: string) => new KafkaJSRequestTimeoutError('timed out', { broker })

function givenCluster(refreshMetadata: () => Promise<void> = async () => {}) {
  const disconnect = vi.fn(async () => {})
  const removeBroker = vi.fn(() => ({ disconnect }))
  const cluster = { refreshMetadata: vi.fn(refreshMetadata), removeBroker }
  return { ...cluster, disconnect, cluster: cluster as unknown as Cluster }
}

test('K2 a leader that does not answer is forgotten and the metadata are asked for anew', async () => {
  const { cluster, removeBroker, refreshMetadata, disconnect } = givenCluster()

  await heal(cluster, new Error('outer', { cause: timedOut('kafka-1:9092') }))

  expect(removeBroker).toHaveBeenCalledExactlyOnceWith({ host: 'kafka-1', port: 9092 })
  expect(disconnect).toHaveBeenCalledOnce()
  expect(refreshMetadata).toHaveBeenCalledOnce()
})

test('K2 so is a broker that does not answer when it is asked for the metadata', async () => {
  const { cluster, removeBroker } = givenCluster(async () => {
    throw timedOut('[::1]:9092')
  })

  await heal(cluster, new KafkaJSConnectionClosedError('closed', { host: 'kafka-2', port: 9094 }))

  expect(removeBroker.mock.calls).toEqual([
    [{ host: 'kafka-2', port: 9094 }],
    [{ host: '[::1]', port: 9092 }],
  ])
})
