import { propagation } from '@opentelemetry/api'
import type { Scope } from '@tailspan/scope'
import { eventually, uniqueId } from '@tailspan/testkit'
import {
  type CloudEvent,
  type ConsumerOptions,
  createConsumer,
  type Kafka,
  type Producer,
} from '../src/index.ts'
import { openKafka, openTopic, runActor } from './open-kafka.ts'
import { orderSchema } from './order-events.ts'

type Heard = { event: CloudEvent<{ orderId: string }>; scope: Scope; tenant: string | undefined }

type Given = Partial<Omit<ConsumerOptions<never>, 'topics' | 'handlers' | 'producer'>> & {
  readonly producer: Pick<Producer, 'send'>
  readonly topic?: string
  readonly partitions?: number
  readonly kafka?: Kafka
  readonly handle?: (heard: Heard) => unknown
}

/** A running consumer of `order.placed` that remembers what it was handed, and what went well. */
export async function givenConsumer({ kafka = openKafka(), partitions = 1, ...given }: Given) {
  const topic = given.topic ?? (await openTopic({ partitions }))
  const groupId = given.groupId ?? uniqueId('group')
  const heard: Heard[] = []
  const handled: string[] = []
  const handle = async (event: CloudEvent<{ orderId: string }>, scope: Scope) => {
    const tenant = propagation.getActiveBaggage()?.getEntry('tenant')?.value
    heard.push({ event, scope, tenant })
    await given.handle?.({ event, scope, tenant })
    handled.push(event.id)
  }
  const { actor, isJoined, check, membership } = createConsumer(kafka, {
    backoffMs: 20,
    maxBackoffMs: 100,
    ...given,
    groupId,
    topics: [topic],
    handlers: { 'order.placed': { schema: orderSchema, handle } },
  })
  const running = await runActor(actor)
  return {
    topic,
    groupId,
    actor,
    isJoined,
    check,
    membership,
    ended: running.ended,
    heard: () => heard,
    handled: () => handled,
    received: (count: number) =>
      eventually(() => heard.length >= count && heard.slice(), { timeoutMs: 60_000 }),
    [Symbol.asyncDispose]: () => running[Symbol.asyncDispose](),
  }
}
