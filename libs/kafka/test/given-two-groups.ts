import { TailspanError } from '@tailspan/errors'
import { rootScope, type Scope } from '@tailspan/scope'
import {
  createDeadLetters,
  createProducer,
  type DeadLetter,
  type ReplayOutcome,
} from '../src/index.ts'
import { givenConsumer } from './given-consumer.ts'
import { openKafka, openTopic, runActor } from './open-kafka.ts'
import { createOrderPlaced } from './order-events.ts'

const odd = new TailspanError('order-odd', 'conflict', 'this order cannot be')

/** Two groups on one topic: `one` dead-letters what `isBroken` says, `other` handles everything. */
export async function givenTwoGroups() {
  await using undo = new AsyncDisposableStack()
  const producer = createProducer(openKafka())
  undo.use(await runActor(producer.actor))
  const topic = await openTopic()
  const state = { isBroken: true }
  const handle = () => {
    if (state.isBroken) throw odd
  }
  const one = undo.use(await givenConsumer({ producer, topic, maxAttempts: 2, handle }))
  const other = undo.use(await givenConsumer({ producer, topic }))
  const deadLetters = createDeadLetters(openKafka())
  const opened = undo.move()
  return {
    topic,
    one,
    other,
    state,
    producer,
    deadLetters,
    say: async (event = createOrderPlaced(), scope: Scope = rootScope) => {
      await producer.send(producer.create(topic, event, scope), { scope })
      return event
    },
    /** Of this test's topic only: the brokers are shared. */
    listed: async () => (await deadLetters.list()).letters.filter(isOf(topic)),
    replayed: async (letters: readonly DeadLetter[]) => {
      const outcomes: ReplayOutcome[] = []
      await deadLetters.replay(letters, (outcome) => outcomes.push(outcome))
      return outcomes
    },
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  }
}

export const isOf = (topic: string) => (letter: DeadLetter) => letter.original.topic === topic
