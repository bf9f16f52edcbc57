import { cpus } from 'node:os'
import { readCpuSeconds } from '../measure/processes.ts'
import { quantile } from '../measure/quantile.ts'
import { type Load, placeOrders } from './load.ts'
import type { Stage } from './stage.ts'

/** What a load did to the system. */
export type Window = {
  readonly acceptedPerSecond: number
  /** Confirmed or rejected while the load ran. */
  readonly settledPerSecond: number
  /** From the end of the load until the last order was settled: what had gathered behind it. */
  readonly settledAfterMs: number
  /** Events that came into the topics while the load ran, three for each order in the end. */
  readonly eventsPerSecond: number
  /** Refused, or not sent because a thousand before them had no answer. */
  readonly failed: number
  readonly p50Ms: number
  readonly p99Ms: number
  /** Processor time of all that an order needs until it is settled, in µs per order, by program. */
  readonly cpuUs: Readonly<Record<string, number>>
  /** Cores at work while the load ran: of each program, of the whole machine. */
  readonly cores: Readonly<Record<string, number>>
}

type Counts = { readonly atMs: number; readonly events: number; readonly settled: number }
type Cpu = Readonly<Record<string, number>>

const settledOrders = `select count(*)::int as n from "order".orders where status <> 'placed'`

/** Places orders and counts what comes of them, from the topics, the tables and the operating system. */
export async function measureWindow(stage: Stage, load: Omit<Load, 'urls'>): Promise<Window> {
  const before = await count(stage)
  const cpuBefore = await readCpu(stage)
  const { answersMs, refused, unsent, cpuSeconds } = await placeOrders({
    urls: stage.orderUrls(),
    ...load,
  })
  const cpuAtEnd = await readCpu(stage)
  const after = await count(stage)
  await stage.untilSettled()
  const cpuAfter = await readCpu(stage)
  const seconds = (after.atMs - before.atMs) / 1_000
  const accepted = answersMs.length
  const { machine: _, ...all } = subtract(cpuAfter, cpuBefore)
  return {
    acceptedPerSecond: accepted / seconds,
    settledPerSecond: (after.settled - before.settled) / seconds,
    settledAfterMs: performance.now() - after.atMs,
    eventsPerSecond: (after.events - before.events) / seconds,
    failed: refused + unsent,
    p50Ms: quantile(answersMs, 0.5),
    p99Ms: quantile(answersMs, 0.99),
    cpuUs: scale(all, 1e6 / accepted),
    cores: scale({ ...subtract(cpuAtEnd, cpuBefore), load: cpuSeconds }, 1 / seconds),
  }
}

async function count({ database, countEvents }: Stage): Promise<Counts> {
  const { rows } = await database.query(settledOrders)
  return { atMs: performance.now(), events: await countEvents(), settled: rows[0]?.n ?? 0 }
}

/** In seconds; the traces are received by this very process. */
async function readCpu(stage: Stage): Promise<Cpu> {
  const named = Object.entries(stage.pids())
  const read = await readCpuSeconds(named.flatMap(([, pids]) => pids))
  const { user, system } = process.cpuUsage()
  const programs = named.map(([name, pids]) => {
    return [name, read.splice(0, pids.length).reduce((a, b) => a + b, 0)]
  })
  return { ...Object.fromEntries(programs), traces: (user + system) / 1e6, machine: busySeconds() }
}

/** What all cores of this machine have worked, for whomever. */
function busySeconds(): number {
  const busy = cpus().map(({ times }) => times.user + times.sys + times.nice + times.irq)
  return busy.reduce((a, b) => a + b, 0) / 1_000
}

function subtract(after: Cpu, before: Cpu): Cpu {
  return map(after, (seconds, name) => seconds - (before[name] ?? 0))
}

function scale(values: Cpu, by: number): Cpu {
  return map(values, (value) => value * by)
}

function map(values: Cpu, change: (value: number, name: string) => number): Cpu {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, change(value, name)]),
  )
}
