import type { Effort, Entry, Goal, Measured } from '../entry.ts'
import { openServers } from '../measure/servers.ts'
import { openPerformanceTest } from './performance-test.ts'
import { measurePace, openPublisher, type Pace, type Publisher } from './publisher.ts'
import { openTopics, type Topic } from './topic.ts'

const programs = {
  ours: new URL('./ours.ts', import.meta.url),
  kafkajs: new URL('./kafkajs.ts', import.meta.url),
}

// kafkajs has its best figure with some dozens of callers, ours with two batches of them.
const few = 64
const many = 2_000
const batch = 1_000
const warmUpRounds = 3

type Way = 'events' | 'records' | 'untraced' | 'few' | 'send' | 'sendBatch' | 'limit'
type Run = { readonly publisher: Publisher; readonly topic: Topic; readonly paces: Pace[] }
type Runs = Readonly<Record<Way, Run>>

/** What becomes of a call per message. */
export const publish: Entry = {
  name: 'publish',
  takesClient: true,
  about:
    'records per second of a producer that is called once for each, beside kafkajs and Kafka itself',
  async measure(effort, tell) {
    tell('publish: starting Kafka')
    await using servers = await openServers()
    await using undo = new AsyncDisposableStack()
    const runs = await openRuns(servers.brokers, effort, undo)
    tell('publish: warming up')
    for (let round = 1; round <= warmUpRounds; round += 1) await measureRound(runs)
    for (const { paces } of Object.values(runs)) paces.length = 0
    for (let round = 1; round <= effort.rounds; round += 1) {
      tell(`publish: round ${round} of ${effort.rounds}`)
      await measureRound(runs)
    }
    return toFigures(runs)
  },
}

async function openRuns(
  brokers: string,
  { secondsPerRound: seconds, client }: Effort,
  undo: AsyncDisposableStack,
): Promise<Runs> {
  const topics = undo.use(await openTopics(brokers))
  async function open(from: (topic: string) => Promise<Publisher>): Promise<Run> {
    const topic = await topics.make()
    return { topic, publisher: undo.use(await from(topic.name)), paces: [] }
  }
  const program = (name: keyof typeof programs, callers: number, what: string | number) =>
    open((topic) => {
      const args = [brokers, topic, seconds, callers, what]
      return openPublisher(programs[name], name === 'ours' ? [...args, client] : args)
    })
  return {
    events: await program('ours', many, 'events'),
    records: await program('ours', many, 'records'),
    untraced: await program('ours', many, 'untraced'),
    few: await program('ours', few, 'records'),
    send: await program('kafkajs', few, 1),
    sendBatch: await program('kafkajs', 2, batch),
    limit: await open((topic) => openPerformanceTest({ brokers, topic, seconds })),
  }
}

async function measureRound(runs: Runs): Promise<void> {
  for (const { publisher, topic, paces } of Object.values(runs))
    paces.push(await measurePace(publisher, topic))
}

const names: Readonly<Record<Way, string>> = {
  events: 'publish, an event of 200 B, created and sent with its trace',
  records: 'publish, a record of 200 B, with the span of its sending',
  untraced: 'publish, a record of 200 B, without tracing',
  few: 'publish, the same from 64 callers instead of 2,000',
  send: 'kafkajs send, 64 callers',
  sendBatch: 'kafkajs send of 1,000',
  limit: 'ProducerPerformance',
}

type Comparison = { readonly ours: Way; readonly peer: Way; readonly goal: Goal | null }

const ours = ['events', 'records', 'untraced'] as const
const speeds: readonly Comparison[] = [
  ...ours.map((way) => ({ ours: way, peer: 'send', goal: { atLeast: 10 } }) as const),
  ...ours.map((way) => ({ ours: way, peer: 'limit', goal: { atLeast: 0.5 } }) as const),
  { ours: 'untraced', peer: 'sendBatch', goal: null },
  { ours: 'few', peer: 'send', goal: null },
]
const costs: readonly Comparison[] = [
  ...ours.map((way) => ({ ours: way, peer: 'send', goal: null }) as const),
  { ours: 'untraced', peer: 'sendBatch', goal: null },
]

function toFigures(runs: Runs): Measured[] {
  const compare = (kind: keyof Pace, unit: string) => (comparison: Comparison) => {
    const rounds = (way: Way) => runs[way].paces.map((pace) => pace[kind])
    const peer = { name: names[comparison.peer], rounds: rounds(comparison.peer) }
    const { ours: way, goal } = comparison
    return { name: names[way], unit, ours: rounds(way), peer, goal }
  }
  return [
    ...speeds.map(compare('perSecond', 'records per second')),
    ...costs.map(compare('cpuMicros', 'CPU µs per record')),
  ]
}
