import { Kafka, logLevel, type Producer } from 'kafkajs'
import { answerQuestions } from '../measure/answer-questions.ts'

/** How many rows a peer takes at a time. */
export const batch = 1_000
const idleMs = 100

/** The producer of a peer: idempotent and one request at a time, as ours. */
export async function openProducer(brokers: string): Promise<Producer> {
  const client = { brokers: brokers.split(','), clientId: 'peer', logLevel: logLevel.ERROR }
  const producer = new Kafka(client).producer({ idempotent: true, maxInFlightRequests: 1 })
  await producer.connect()
  return producer
}

/** Publishes batch after batch once it is told to begin; after one that was not full it rests as pollers do. */
export function pollWhenAsked(publishSome: () => Promise<number>): void {
  async function publishLoop(): Promise<never> {
    for (;;) {
      const count = await publishSome()
      if (count < batch) await new Promise((resolve) => setTimeout(resolve, idleMs))
    }
  }
  answerQuestions(0, {
    begin() {
      void publishLoop()
      return 0
    },
  })
}
