import { drawBars } from '../drawing/bar-chart.ts'
import { drawLines } from '../drawing/line-chart.ts'
import type { Step } from './curve.ts'
import { type Cell, instanceCounts, partitionCounts } from './grid.ts'

const eventsPerOrder = 3
const x = 'orders offered per second'

/** The drawings of both measurements, by file. */
export function drawScaling(steps: readonly Step[], cells: readonly Cell[]) {
  return {
    'answer-time.svg': drawAnswers(steps),
    'delivered.svg': drawDelivered(steps),
    'cpu-per-order.svg': drawCpu(steps),
    'instances.svg': drawCells(cells),
  }
}

function drawAnswers(steps: readonly Step[]): string {
  const line = (name: string, y: (step: Step) => number) => ({
    name,
    points: steps.map((step) => ({ x: step.offered, y: y(step) })),
  })
  return drawLines({
    title: 'How long POST /orders takes, one order service',
    x,
    y: 'ms',
    isLog: true,
    lines: [line('p50', ({ p50Ms }) => p50Ms), line('p99', ({ p99Ms }) => p99Ms)],
  })
}

function drawDelivered(steps: readonly Step[]): string {
  const line = (name: string, y: (step: Step) => number) => ({
    name,
    points: steps.map((step) => ({ x: step.offered, y: y(step) })),
  })
  return drawLines({
    title: 'Events that reach their topics while the load runs, one order service',
    x,
    y: 'events per second',
    lines: [
      line('delivered', ({ eventsPerSecond }) => eventsPerSecond),
      line('three for each order offered', ({ offered }) => eventsPerOrder * offered),
    ],
  })
}

function drawCpu(steps: readonly Step[]): string {
  const names = Object.keys(steps[0]?.cpuUs ?? {})
  return drawBars({
    title: 'Processor time of an order until it is settled, by program',
    x,
    y: 'µs per order',
    names,
    isStacked: true,
    bars: steps.map(({ offered, cpuUs }) => ({
      label: String(offered),
      parts: names.map((name) => cpuUs[name] ?? 0),
    })),
  })
}

function drawCells(cells: readonly Cell[]): string {
  const rate = (instances: number, partitions: number) =>
    cells.find((cell) => cell.instances === instances && cell.partitions === partitions)
      ?.acceptedPerSecond ?? 0
  return drawBars({
    title: 'Most orders per second, all on one machine',
    x: 'order services',
    y: 'orders per second',
    names: partitionCounts.map((count) => (count === 1 ? '1 partition' : `${count} partitions`)),
    isStacked: false,
    bars: instanceCounts.map((instances) => ({
      label: String(instances),
      parts: partitionCounts.map((partitions) => rate(instances, partitions)),
    })),
  })
}
