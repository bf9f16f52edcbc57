import { setTimeout as pause } from 'node:timers/promises'
import {
  createRoutedDatabase,
  type LogicalPostgres,
  prepareDebezium,
  type RoutedDatabase,
  startLogicalPostgres,
} from '@tailspan/testkit'
import type { Entry, Goal, Measured } from '../entry.ts'
import { type Child, startChild } from '../measure/child.ts'
import { readCpuSeconds } from '../measure/processes.ts'
import { openFolder, openServers, type Servers } from '../measure/servers.ts'

const program = new URL('./both-ends.ts', import.meta.url)
const peerName = 'our relay with its fast path'
const senders = ['debezium', 'relay'] as const

type Sender = (typeof senders)[number]
type Figures = Readonly<Record<'p50' | 'p99' | 'cpu' | 'lost' | 'unordered' | 'cut', number>>

/** What a connector needs beside the relay, and whether it loses anything when it is killed. */
export const connector: Entry = {
  name: 'connector',
  about: 'events published by Debezium, beside our relay: delay, processor time, two kills',
  async measure(effort, tell) {
    tell('connector: starting Kafka, PostgreSQL and Kafka Connect')
    const { runtime, whyNot } = await prepareDebezium()
    if (!runtime) {
      tell(`connector: not measured: ${whyNot}`)
      return []
    }
    await using servers = await openServers()
    await using folder = await openFolder()
    const found: Record<Sender, Figures[]> = { debezium: [], relay: [] }
    for (let round = 1; round <= effort.rounds; round += 1) {
      for (const sender of senders) {
        tell(`connector: round ${round} of ${effort.rounds}, ${sender}`)
        const needs = { runtime, brokers: servers.brokers, state: folder.path }
        await using postgres = await startLogicalPostgres(needs)
        const eventCount = 70 * effort.secondsPerRound
        found[sender].push(await measureRound(postgres, { sender, servers, eventCount }))
      }
    }
    return toFigures(found)
  },
}

type Round = {
  readonly sender: Sender
  readonly servers: Servers
  readonly eventCount: number
}

async function measureRound(postgres: LogicalPostgres, round: Round): Promise<Figures> {
  await using undo = new AsyncDisposableStack()
  const { sender, servers, eventCount } = round
  const database = undo.use(await createRoutedDatabase(postgres))
  const isRouted = sender === 'debezium'
  let worker = isRouted ? await database.startConnector() : undefined
  undo.defer(async () => worker?.[Symbol.asyncDispose]())
  const args = [database.url, servers.brokers, sender, String(eventCount)]
  const child = undo.use(await startChild(program, args))
  await child.ask('round')
  await child.ask('round')
  const delay = { p50: await child.ask('p50'), p99: await child.ask('p99') }
  const pids = [await child.ask('pid'), postgres.pid, ...(worker ? [worker.process.pid] : [])]
  const cpu = await cpuOfOrders(child, pids)
  if (worker) worker = await placeUnderKills(child, { worker, database })
  const [lost, unordered, cut] = [
    await child.ask('lost'),
    await child.ask('unordered'),
    await child.ask('cut'),
  ]
  return { ...delay, cpu, lost, unordered, cut }
}

/** Processor time of one event, in microseconds, of all programs but Kafka. */
async function cpuOfOrders(child: Child, pids: readonly number[]): Promise<number> {
  const sum = async () => (await readCpuSeconds(pids)).reduce((all, one) => all + one, 0)
  const before = await sum()
  const count = await child.ask('orders')
  return (1e6 * ((await sum()) - before)) / count
}

type Running = {
  readonly worker: Awaited<ReturnType<RoutedDatabase['startConnector']>>
  readonly database: RoutedDatabase
}

/** Places the orders once more while the connector is killed twice; returns the one that runs then. */
async function placeUnderKills(child: Child, { worker, database }: Running) {
  const placing = child.ask('orders')
  let running = worker
  for (let kill = 0; kill < 2; kill += 1) {
    await pause(2_000)
    await running.process.kill()
    running = await database.startConnector()
  }
  await placing
  return running
}

function toFigures({ debezium, relay }: Record<Sender, Figures[]>): Measured[] {
  const figure = (name: keyof Figures, text: string, unit: string): Measured => ({
    name: `by a connector, ${text}`,
    unit,
    goal: null,
    ours: debezium.map((figures) => figures[name]),
    peer: { name: peerName, rounds: relay.map((figures) => figures[name]) },
  })
  const none = (name: keyof Figures, text: string): Measured => ({
    name: `2,000 events, connector killed twice: ${text}`,
    unit: 'events',
    ours: debezium.map((figures) => figures[name]),
    goal: { atMost: 0, of: 'max' } satisfies Goal,
  })
  return [
    figure('p50', 'commit to handler, p50', 'ms'),
    figure('p99', 'commit to handler, p99', 'ms'),
    figure('cpu', 'processor time of an event at 200 a second', 'µs'),
    none('lost', 'lost'),
    none('unordered', 'out of order'),
    none('cut', 'with another trace'),
  ]
}
