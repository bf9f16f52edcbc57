import { expect, test } from 'vitest'
import { createKafka } from '../../src/index.ts'
import { clients, messageOf } from './given-client.ts'

const log = { debug() {}, info() {}, warn() {}, error() {} }
const settings = await createKafka({ brokers: ['127.0.0.1:1'], clientId: 'test', log })
const partitions = Array.from({ length: 7 }, (_, partitionId) => ({ partitionId, leader: 1 }))

// Hashes as Kafka's own UtilsTest has them for murmur2: signed, and not reduced to partitions.
const keys = { '21': -973_932_308, foobar: -790_332_482, abc: 479_470_107 }

test.each(clients)(
  '%s: a key is in the partition that the Java client chooses for it',
  (_, client) => {
    const connections = client.openProducing(settings)

    const chosen = Object.keys(keys).map((key) =>
      connections.choosePartition({ ...messageOf('orders', ''), key }, partitions),
    )

    expect(chosen).toEqual(Object.values(keys).map((hash) => (hash & 0x7f_ff_ff_ff) % 7))
  },
)

test.each(clients)(
  '%s: records without a key go round the partitions that have a leader',
  (_, client) => {
    const connections = client.openProducing(settings)
    const some = partitions.map((one) => ({ ...one, leader: one.partitionId % 3 === 0 ? 1 : -1 }))

    const chosen = partitions.map(() =>
      connections.choosePartition({ ...messageOf('orders', ''), key: null }, some),
    )

    expect(new Set(chosen)).toEqual(new Set([0, 3, 6]))
  },
)
