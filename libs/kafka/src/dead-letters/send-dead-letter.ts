import type { Scope } from '@tailspan/scope'
import type { IncomingRecord } from '../message/incoming-record.ts'
import { PartitionBlocked } from '../message/unreadable-batch.ts'
import type { Producer } from '../producer/producer.ts'
import { RecordRefused } from '../producer/send/send-errors.ts'
import { createDeadLetter, type Why } from './dead-letter.ts'
import { contentsOf } from './letter-content.ts'

type Way = { readonly producer: Pick<Producer, 'send'>; readonly scope: Scope }

/**
 * Writes the dead letter of a record; of one that the broker refuses, as much as it takes.
 *
 * shape:  resolves to what had to be cut, `undefined` when the letter is whole
 * errors: what the producer says while no letter can be written, never for the record's sake; partition-blocked
 *         codes when the topic does not take so much as the place
 */
export async function sendDeadLetter(
  record: IncomingRecord,
  why: Why,
  { producer, scope }: Way,
): Promise<string | undefined> {
  let refused: RecordRefused | undefined
  for (const content of contentsOf(record)) {
    const refusal = refused?.message ?? why.error.message
    try {
      await producer.send(createDeadLetter(record, why, { ...content, refusal }), { scope })
      return content.cut?.parts
    } catch (error) {
      if (!(error instanceof RecordRefused)) throw error
      refused = error
    }
  }
  throw notTaken(record.topic, refused)
}

// No record's fault: it waits until the topic is there, allowed, and takes a few hundred bytes.
function notTaken(topic: string, cause: unknown): PartitionBlocked {
  const reason = cause instanceof Error ? cause.message : ''
  const message = `${topic}.dlt does not take a dead letter: ${reason}`
  return new PartitionBlocked('dead-letter-refused', message, { cause })
}
