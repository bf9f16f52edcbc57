import { setTimeout as pause } from 'node:timers/promises'
import { answerQuestions, cpuSeconds } from '../measure/answer-questions.ts'
import { openBothEnds } from '../measure/both-ends.ts'
import { quantile } from '../measure/quantile.ts'
import { Deliveries } from './deliveries.ts'

const [url = '', brokers = '', sender = 'relay', eventCount = '1'] = process.argv.slice(2)

const ends = await openBothEnds({
  url,
  brokers,
  client: 'kafkajs',
  level: 'error',
  maxRunning: 1_000,
  sender: sender === 'debezium' ? 'debezium' : 'relay',
  handle: (event, scope) => deliveries.take(event, scope),
})
const deliveries = new Deliveries(ends)

let latencies: readonly number[] = []

answerQuestions(0, {
  /** One event at a time, on an idle system. */
  async round() {
    const taken: number[] = []
    while (taken.length < Number(eventCount)) {
      await pause(Math.random() * 50)
      taken.push(await deliveries.deliverOne())
    }
    latencies = taken
    return taken.length
  },
  p50: () => quantile(latencies, 0.5),
  p99: () => quantile(latencies, 0.99),
  /** Two thousand events of 100 orders, 200 a second; ends when all have arrived, or after a minute. */
  orders: () => deliveries.deliverMany({ count: 2_000, keys: 100, perSecond: 200 }),
  arrived: () => deliveries.arrived,
  lost: () => deliveries.lost,
  unordered: () => deliveries.unordered,
  cut: () => deliveries.cut,
  cpu: cpuSeconds,
  pid: () => process.pid,
})
