import { TailspanError } from '@tailspan/errors'
import { type Place, placeText } from './place.ts'

/**
 * What stands in the place of records that the client could not decode.
 *
 * shape: `why` is `codec-missing` where nothing of that codec can be read here, `corrupt` where the checksum differs;
 *        `codec` is the number in the batch's attributes, `bytes` the records as they lie, compressed
 */
export type UnreadableBatch = {
  readonly error: Error
  readonly why: 'codec-missing' | 'corrupt' | 'undecodable'
  readonly codec: number
  readonly firstOffset: string
  readonly recordCount: number
  readonly bytes: Buffer
}

/** A partition stands still until a person has done something; no record is to blame. */
export class PartitionBlocked extends TailspanError {
  constructor(code: string, message: string, options?: ErrorOptions) {
    super(code, 'unavailable', message, options)
  }
}

/** These records alone cannot be read: others of their codec can. */
export class BatchUnreadable extends TailspanError {
  constructor(message: string, options: ErrorOptions) {
    // Not `invalid`, which is final at once: what was spoilt on its way is read well the next time.
    super('batch-unreadable', 'internal', message, options)
  }
}

const codecs = ['none', 'gzip', 'snappy', 'lz4', 'zstd']

/** The name of a codec as `compression.type` has it. */
export function codecName(codec: number): string {
  return codecs[codec] ?? `number ${codec}`
}

/**
 * Whose fault it is that a batch cannot be read.
 *
 * shape: a codec that is not here would dead-letter everything, so the partition waits for a person; so it
 *        does for a wrong checksum, after which not even the batch's offsets can be believed
 */
export function whyUnreadable(
  { error, why, codec, firstOffset, recordCount }: UnreadableBatch,
  { topic, partition, offset }: Place,
): TailspanError {
  const options = { cause: error }
  const name = codecName(codec)
  const at = (place: string) => placeText({ topic, partition, offset: place })
  const which = `${at(firstOffset)} to ${at(offset)}`
  const setting = `compression.type of ${topic}`
  if (why === 'codec-missing') {
    const advice = `set ${setting} to one that it has; what is written already waits for a build with ${name}`
    const message = `this process has no codec ${name}, which ${which} needs: ${advice}`
    return new PartitionBlocked('codec-missing', message, options)
  }
  if (why === 'corrupt') {
    const message = `${which} was changed on its way or on the broker's disk: the checksum differs`
    return new PartitionBlocked('batch-corrupt', message, options)
  }
  const message = `${recordCount} records, ${which}, cannot be read as ${name} (${setting})`
  return new BatchUnreadable(`${message}: ${error.message}`, options)
}
