import { setTimeout as pause } from 'node:timers/promises'
import { drawLines } from '../drawing/line-chart.ts'
import { publish } from '../drawing/publish.ts'
import type { Entry, Measured } from '../entry.ts'
import { placeOrders } from '../stage/load.ts'
import { openStage, type Stage } from '../stage/stage.ts'
import { type Sample, takeSample } from './sample.ts'

// Five minutes when a round takes the usual three seconds.
const secondsPerSecond = 100
const ratePerSecond = 100
const sampleMs = 5_000
// Autovacuum looks once a minute: in less than four of them nothing can be judged.
const leastSeconds = 240

/** Whether the outbox stays small while every order writes a row into it and deletes it. */
export const vacuum: Entry = {
  name: 'vacuum',
  about: 'dead rows and size of the outbox under five minutes of steady load',
  async measure(effort, tell) {
    tell('vacuum: starting the system')
    await using stage = await openStage()
    await stage.open({ instances: 1, partitions: 3, settings: { PUBLISH: 'durable' } })
    const seconds = secondsPerSecond * effort.secondsPerRound
    const samples = await watchLoad(stage, seconds, (sample) => tell(describe(sample)))
    const drawings = { 'outbox.svg': draw(samples) }
    const data = { ratePerSecond, samples }
    tell(`vacuum: drawn in ${await publish({ name: 'vacuum', data, drawings }, effort)}`)
    return toFigures(samples, seconds >= leastSeconds)
  },
}

async function watchLoad(
  stage: Stage,
  seconds: number,
  onSample: (sample: Sample) => void,
): Promise<readonly Sample[]> {
  const samples: Sample[] = []
  const beginMs = performance.now()
  let isOver = false
  const load = placeOrders({ urls: stage.orderUrls(), seconds, pace: { ratePerSecond } })
  const over = load.finally(() => {
    isOver = true
  })
  while (!isOver) {
    const sample = await takeSample(stage.database, beginMs)
    samples.push(sample)
    onSample(sample)
    await Promise.race([over, pause(sampleMs)])
  }
  await over
  return samples
}

function describe(sample: Sample): string {
  const { atSeconds, deadRows, tableKb, indexKb, autovacuums, waiting, oldestMs } = sample
  const size = `${Math.round(tableKb)} kB and ${Math.round(indexKb)} kB of indexes`
  return `vacuum: ${Math.round(atSeconds)} s: ${deadRows} dead rows, ${size}, ${autovacuums} autovacuums, ${waiting} waiting, the oldest for ${Math.round(oldestMs)} ms`
}

/** Without bound means: the last third has more than the middle one; one sample of it is one round. */
function toFigures(samples: readonly Sample[], isJudged: boolean): Measured[] {
  const third = Math.floor(samples.length / 3)
  const [middle, last] = [samples.slice(third, -third), samples.slice(-third)]
  const goal = isJudged ? { atMost: 1.5 } : null
  const compare = (name: string, unit: string, read: (sample: Sample) => number): Measured => ({
    name: `outbox at ${ratePerSecond} orders a second, ${name}`,
    unit,
    ours: last.map(read),
    peer: { name: 'the third before', rounds: middle.map(read) },
    goal,
  })
  return [
    compare('dead rows, last third', 'rows', ({ deadRows }) => deadRows),
    compare('table and indexes, last third', 'kB', ({ tableKb, indexKb }) => tableKb + indexKb),
    {
      name: 'wait of the oldest row',
      unit: 'ms',
      goal: null,
      ours: samples.map(({ oldestMs }) => oldestMs),
    },
  ]
}

function draw(samples: readonly Sample[]): string {
  const line = (name: string, read: (sample: Sample) => number) => ({
    name,
    points: samples.map((sample) => ({ x: sample.atSeconds, y: read(sample) })),
  })
  return drawLines({
    title: `The outbox of the order service at ${ratePerSecond} orders a second`,
    x: 'seconds',
    y: 'rows, kB',
    lines: [
      line('dead rows', ({ deadRows }) => deadRows),
      line('table, kB', ({ tableKb }) => tableKb),
      line('indexes, kB', ({ indexKb }) => indexKb),
    ],
  })
}
