import type { DeadLetter, DeadLetters } from '@tailspan/kafka'
import type { Sources } from '../src/failures/failures.ts'
import type { Parked } from '../src/failures/outboxes.ts'

/** A dead letter as the notification service leaves it. */
export function letter(parts: Partial<DeadLetter> = {}): DeadLetter {
  const id = parts.id ?? '3f9a1c2011112222'
  return {
    id,
    groupId: 'notification',
    original: { topic: 'orders', partition: 2, offset: '4711' },
    lies: { topic: 'orders.dlt', partition: 2, offset: '0' },
    copies: 1,
    key: 'o-1',
    eventId: 'e-1',
    eventType: 'order.placed',
    attempts: 4,
    reason: { code: 'mail-refused', kind: 'invalid', message: 'no such address' },
    writtenAtMs: Date.now() - 400_000,
    deadLetteredAtMs: Date.now() - 300_000,
    traceId: '12980a6ead35d657193f934de7bfa2a7',
    replayOf: undefined,
    replays: [],
    ...parts,
  }
}

/** A row that the relay of the order service has parked. */
export function parkedRow(parts: Partial<Parked> = {}): Parked {
  return {
    id: '01a1fdab-54d9-78ca-9ccc-9f204bbae6c0',
    service: 'order',
    topic: 'orders',
    key: 'o-2',
    type: 'order.placed',
    attempts: 5,
    lastError: 'record-refused: the record was refused: too large',
    parkedAt: new Date(Date.now() - 7_300_000),
    traceparent: '00-aaaa0a6ead35d657193f934de7bfa2a7-00f067aa0ba902b7-01',
    home: {} as Parked['home'],
    ...parts,
  }
}

type Stand = {
  readonly letters?: readonly DeadLetter[]
  readonly parked?: readonly Parked[]
  readonly deadLetters?: Partial<DeadLetters>
  readonly databaseUrls?: readonly string[]
}

/** Kafka and the outboxes, as far as a test needs them. */
export function sources({ letters = [], parked = [], ...given }: Stand = {}): Sources {
  const { deadLetters = {}, databaseUrls = ['postgres://here'] } = given
  return {
    deadLetters: {
      list: async () => ({ letters, foreignCount: 0 }),
      read: async () => undefined,
      replay: async () => {},
      ...deadLetters,
    },
    outboxes: {
      list: async () => [...parked],
      release: async () => true,
      drop: async () => true,
      [Symbol.asyncDispose]: async () => {},
    },
    settings: {
      kafkaBrokers: [],
      kafkaTls: false,
      kafkaSasl: undefined,
      kafkaClient: 'kafkajs',
      kafkaGroupProtocol: 'classic',
      kafkaCompression: 'none',
      databaseUrls,
      state: '.tailspan',
      otlpUrl: '',
    },
  }
}
