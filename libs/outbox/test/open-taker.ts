import {
  type Consumer,
  type ConsumerOptions,
  createConsumer,
  createKafka,
  type Producer,
} from '@tailspan/kafka'
import { type Database, sql, transaction } from '@tailspan/postgres'
import type { Scope } from '@tailspan/scope'
import { takeOnce } from '../src/index.ts'
import { type InstanceParts, silent, type Tables } from './open-outbox.ts'
import type { Change } from './orders.ts'

type Options = Partial<Pick<ConsumerOptions<never>, 'sessionMs' | 'heartbeatMs'>> & {
  readonly brokers: string
  readonly topic: string
  readonly groupId: string
  /** In the transaction, after the effect: a fault of the effect's own. */
  readonly inEffect?: (messageId: string) => void
  /** After the commit, before the offset may move. */
  readonly afterCommit?: (messageId: string) => unknown
}

/** A consumer as services have it: inbox row and effect in one transaction, the offset after it. */
export async function createTaker(
  { database, producer }: Pick<InstanceParts, 'database' | 'producer'>,
  { brokers, topic, afterCommit, inEffect = () => {}, ...settings }: Options,
): Promise<Consumer> {
  const kafka = await createKafka({
    brokers: brokers.split(','),
    clientId: 'test',
    log: silent,
    requestTimeoutMs: 500,
  })
  return createConsumer<{ 'order.changed': Change }>(kafka, {
    ...settings,
    topics: [topic],
    producer: producer satisfies Pick<Producer, 'send'>,
    backoffMs: 20,
    handlers: {
      'order.changed': {
        schema: { parse: (data) => data as Change },
        async handle({ id, data: { orderId } }, scope) {
          await countEffect(database, { messageId: id, orderId, scope, inEffect })
          await afterCommit?.(id)
        },
      },
    },
  })
}

type Effect = {
  readonly messageId: string
  readonly orderId: string
  readonly scope: Scope
  readonly inEffect: (messageId: string) => void
}

/** Each effect makes its order one version older. */
async function countEffect(
  database: Database<Tables>,
  { messageId, orderId, scope, inEffect }: Effect,
): Promise<void> {
  await transaction(database, scope, async (tx) => {
    if (!(await takeOnce(tx, { consumer: 'taker', messageId }))) return
    await sql`insert into orders (id, version) values (${orderId}, 1)
      on conflict (id) do update set version = orders.version + 1`.execute(tx)
    inEffect(messageId)
  })
}
