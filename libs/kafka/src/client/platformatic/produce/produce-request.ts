import { Writer } from '@platformatic/kafka'

/** A batch that is encoded, and where it goes. */
export type EncodedTopic = {
  readonly topic: string
  readonly partitions: readonly { readonly partition: number; readonly batch: Buffer }[]
}

/** The first version that is written so; Kafka 2.8 knows it. */
export const produceFrom = 9

const allInSync = -1

/*
 * Produce from version 9 on
 * ├── transactional_id   compact nullable string   null
 * ├── acks               int16                     -1: all replicas in sync
 * ├── timeout_ms         int32
 * └── topics             compact array
 *     ├── name           compact string
 *     └── partitions     compact array
 *         ├── index      int32
 *         └── records    compact bytes             one batch
 */
export function writeProduce(timeoutMs: number, topics: readonly EncodedTopic[]): Writer {
  return Writer.create()
    .appendString(null)
    .appendInt16(allInSync)
    .appendInt32(timeoutMs)
    .appendArray([...topics], (to, { topic, partitions }) => {
      to.appendString(topic).appendArray([...partitions], (one, { partition, batch }) => {
        one
          .appendInt32(partition)
          .appendUnsignedVarInt(batch.length + 1)
          .append(batch)
      })
    })
    .appendTaggedFields()
}
