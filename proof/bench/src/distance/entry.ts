import { findFreePorts, prepareKafka, startKafka } from '@tailspan/local'
import type { Effort, Entry, Measured, Rounds } from '../entry.ts'
import { openFolder } from '../measure/servers.ts'
import { measurePace, openPublisher, type Pace, type Publisher } from '../publish/publisher.ts'
import { openTopics, type Topic, type Topics } from '../publish/topic.ts'
import { openFarListener } from './far-listener.ts'

const program = new URL('./ours.ts', import.meta.url)
const callers = 5_000
const delayMs = 5

type Way = { readonly place: 'here' | 'far'; readonly maxInFlight: 1 | 4 }
type Run = Way & {
  readonly publisher: Publisher
  readonly topic: Topic
  readonly paces: Pace[]
}

const ways: readonly Way[] = (['here', 'far'] as const).flatMap((place) =>
  ([1, 4] as const).map((maxInFlight) => ({ place, maxInFlight })),
)

/** What several batches on their way at once are worth, beside a broker and away from it. */
export const distance: Entry = {
  name: 'distance',
  takesClient: true,
  about:
    'records per second with one batch on its way and with four, the broker here and 5 ms away',
  async measure(effort, tell) {
    tell('distance: starting Kafka')
    await using undo = new AsyncDisposableStack()
    const places = await openPlaces(undo)
    const topics = undo.use(await openTopics(places.here))
    const runs: Run[] = []
    for (const way of ways) runs.push(await openRun(way, { places, topics, effort, undo }))
    await measureRound(runs)
    for (const { paces } of runs) paces.length = 0
    for (let round = 1; round <= effort.rounds; round += 1) {
      tell(`distance: round ${round} of ${effort.rounds}`)
      await measureRound(runs)
    }
    return (['here', 'far'] as const).map((place) => toFigure(place, runs))
  },
}

async function measureRound(runs: readonly Run[]): Promise<void> {
  for (const { publisher, topic, paces } of runs) paces.push(await measurePace(publisher, topic))
}

/** The addresses of one broker: its own, and that at the end of a slow wire. */
async function openPlaces(undo: AsyncDisposableStack): Promise<Record<Way['place'], string>> {
  const state = undo.use(await openFolder()).path
  const [port = 0, advertisedPort = 0] = await findFreePorts(2)
  const extraListeners = [{ name: 'FAR', port, advertisedPort }]
  const where = { dir: `${state}/kafka`, state, extraListeners }
  const kafka = undo.use(await startKafka({ runtime: await prepareKafka(), ...where }))
  undo.use(await openFarListener(advertisedPort, { host: '127.0.0.1', port }, delayMs))
  return { here: kafka.brokers, far: `127.0.0.1:${advertisedPort}` }
}

type Needs = {
  readonly places: Record<Way['place'], string>
  readonly topics: Topics
  readonly effort: Effort
  readonly undo: AsyncDisposableStack
}

async function openRun(way: Way, { places, topics, effort, undo }: Needs): Promise<Run> {
  const topic = await topics.make()
  const { secondsPerRound, client } = effort
  const load = [secondsPerRound, callers, way.maxInFlight]
  const args = [places[way.place], topic.name, ...load, client]
  return { ...way, publisher: undo.use(await openPublisher(program, args)), topic, paces: [] }
}

function toFigure(place: Way['place'], runs: readonly Run[]): Measured {
  const rounds = (inFlight: number): Rounds =>
    runs
      .filter((run) => run.place === place && run.maxInFlight === inFlight)
      .flatMap(({ paces }) => paces.map(({ perSecond }) => perSecond))
  const where = place === 'far' ? `${delayMs} ms away` : 'on this machine'
  return {
    name: `publish, four batches on their way, broker ${where}`,
    unit: 'records per second',
    ours: rounds(4),
    peer: { name: 'one batch', rounds: rounds(1) },
    goal: null,
  }
}
