import type { Kafka } from '../client/kafka.ts'
import type { IncomingRecord } from '../message/incoming-record.ts'
import type { KafkaHeaders } from '../message/kafka-headers.ts'
import { placeText } from '../message/place.ts'
import { LetterBox } from './letter-box.ts'
import type { DeadLetter } from './read-dead-letter.ts'
import { openReplayer, type ReplayOutcome } from './replayer.ts'
import { lyingAt, scanTopics } from './scan-topics.ts'

/** What lies in the dead-letter topics; `foreignCount` says how many records there are none of ours. */
export type DeadLetterList = {
  readonly letters: readonly DeadLetter[]
  readonly foreignCount: number
}

/** The records that consumer groups have dead-lettered. */
export interface DeadLetters {
  /** All of them, oldest first. */
  list(): Promise<DeadLetterList>
  /** The record itself, with the headers it had; nothing when retention has deleted it meanwhile. */
  read(letter: DeadLetter): Promise<{ headers: KafkaHeaders; value: Buffer | null } | undefined>
  /** Sends letters again, one after the other; those that have gone meanwhile are left out. */
  replay(letters: readonly DeadLetter[], onDone: (outcome: ReplayOutcome) => void): Promise<void>
}

const suffix = '.dlt'

/**
 * Reads every dead-letter topic of some brokers, and sends letters again.
 *
 * shape:   a replay goes to the original topic with its `ce_id` and `ce_traceparent`, meant for the
 *          group that dead-lettered it; other groups skip it
 * errors:  brokers-unavailable; send-unknown: the replay may be on the topic, or still get there
 * repeats: a replay that is repeated is a copy with the same `ce_id`: the inbox takes it once
 * source:  docs/adr/0007-replay-for-one-group.md
 */
export function createDeadLetters(kafka: Kafka): DeadLetters {
  async function scan(
    letters: readonly DeadLetter[],
    onFound: (record: IncomingRecord, letter: DeadLetter) => Promise<void>,
  ): Promise<void> {
    const wanted = new Map(letters.map((letter) => [placeText(letter.lies), letter]))
    const topics = new Set(letters.map(({ lies }) => lies.topic))
    const choose = (existing: readonly string[]) => existing.filter((topic) => topics.has(topic))
    await scanTopics(kafka, choose, async (record) => {
      const letter = wanted.get(lyingAt(record))
      if (letter) await onFound(record, letter)
    })
  }
  return {
    async list() {
      const box = new LetterBox()
      const choose = (existing: readonly string[]) =>
        existing.filter((topic) => topic.endsWith(suffix))
      await scanTopics(kafka, choose, (record) => box.add(record))
      return { letters: box.sorted(), foreignCount: box.foreignCount }
    },
    async read(letter) {
      let found: IncomingRecord | undefined
      await scan([letter], async (record) => {
        found = record
      })
      return found
    },
    async replay(letters, onDone) {
      await using replayer = await openReplayer(kafka)
      await scan(letters, async (record, letter) => onDone(await replayer.replay(record, letter)))
    },
  }
}
