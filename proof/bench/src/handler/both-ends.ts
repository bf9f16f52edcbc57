import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { rootScope } from '@tailspan/scope'
import { answerQuestions } from '../measure/answer-questions.ts'
import { openBothEnds } from '../measure/both-ends.ts'
import { quantile } from '../measure/quantile.ts'

const [url = '', brokers = '', way = 'fast path', eventCount = '1', client = ''] =
  process.argv.slice(2)

const heard = new Map<string, (atMs: number) => void>()
const { outbox, topic } = await openBothEnds({
  url,
  brokers,
  client,
  level: 'warn',
  // Without room in the registry there is no fast path: every row is the relay's, which polls.
  maxRunning: way === 'fast path' ? 100 : 0,
  handle: async ({ id }) => heard.get(id)?.(performance.now()),
})

/** From the commit of an event to the first line of its handler. */
async function measureOne(): Promise<number> {
  const id = randomUUID()
  const arrival = Promise.withResolvers<number>()
  heard.set(id, arrival.resolve)
  const time = new Date().toISOString()
  await outbox.transaction(rootScope, async (_tx, say) => {
    say(topic, {
      id,
      type: 'order.changed',
      source: '/order',
      time,
      subject: id,
      data: { sku: 'tea' },
    })
  })
  const committedAtMs = performance.now()
  const heardAtMs = await arrival.promise
  heard.delete(id)
  return heardAtMs - committedAtMs
}

let latencies: readonly number[] = []

answerQuestions(0, {
  async round() {
    const taken: number[] = []
    while (taken.length < Number(eventCount)) {
      // At any moment between two looks of a relay that polls, not always right after one.
      await pause(Math.random() * 100)
      taken.push(await measureOne())
    }
    latencies = taken
    return taken.length
  },
  p50: () => quantile(latencies, 0.5),
  p99: () => quantile(latencies, 0.99),
})
