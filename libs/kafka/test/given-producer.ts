import { rootScope } from '@tailspan/scope'
import { type CloudEvent, createProducer } from '../src/index.ts'
import { openKafka, runActor } from './open-kafka.ts'
import { createOrderPlaced } from './order-events.ts'

/** A running producer, and a way to say an event; `await using` stops it. */
export async function givenProducer() {
  const producer = createProducer(openKafka())
  const running = await runActor(producer.actor)
  const say = (topic: string, event: CloudEvent = createOrderPlaced(), scope = rootScope) =>
    producer.send(producer.create(topic, event, scope), { scope })
  return { producer, say, [Symbol.asyncDispose]: () => running[Symbol.asyncDispose]() }
}
