import type { Effort, Entry, Measured } from '../entry.ts'
import { startChild } from '../measure/child.ts'

const program = new URL('./maker.ts', import.meta.url)
const receiverProgram = new URL('../measure/span-receiver.ts', import.meta.url)
const register = import.meta.resolve('@tailspan/telemetry/register')
const spansPerSecond = 20_000

/** What the SDK would take if nobody said otherwise. */
const sdkSettings = {
  OTEL_BSP_MAX_QUEUE_SIZE: '2048',
  OTEL_BSP_MAX_EXPORT_BATCH_SIZE: '512',
  OTEL_BSP_SCHEDULE_DELAY: '5000',
}

type Settings = Readonly<Record<string, string>>
type Exported = { readonly dropped: number; readonly cpuShare: number }
type Found = { readonly ours: Exported; readonly sdk: Exported; readonly recordedShare: number }

/** What it costs to tell a collector everything, and whether something is left out. */
export const spans: Entry = {
  name: 'spans',
  about: '20,000 spans a second exported: how many are dropped, and the CPU that it takes',
  async measure(effort, tell) {
    const found: Found[] = []
    for (let round = 1; round <= effort.rounds; round += 1) {
      tell(`spans: round ${round} of ${effort.rounds}`)
      found.push({
        ours: await measureExported({}, effort),
        sdk: await measureExported(sdkSettings, effort),
        recordedShare: await measureRecorded(effort),
      })
    }
    return toFigures(found)
  },
}

/** With the settings of our register, changed by these: what was made, less what a receiver has counted. */
async function measureExported(settings: Settings, effort: Effort): Promise<Exported> {
  await using receiver = await startChild(receiverProgram)
  const env = { OTEL_SERVICE_NAME: 'bench', OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, ...settings }
  await using maker = await startChild(program, argsOf(effort), { imports: [register], env })
  // Once for the compiler, once as it will be.
  await maker.ask('run')
  const cpuShare = await maker.ask('run')
  const made = await maker.ask('stop')
  return { dropped: made - (await receiver.ask('spans')), cpuShare }
}

async function measureRecorded(effort: Effort): Promise<number> {
  await using maker = await startChild(program, [...argsOf(effort), 'record'])
  await maker.ask('run')
  return await maker.ask('run')
}

function argsOf({ secondsPerRound }: Effort): string[] {
  return [String(spansPerSecond), String(secondsPerRound)]
}

function toFigures(found: readonly Found[]): Measured[] {
  const percent = (share: number) => share * 100
  return [
    {
      name: 'spans dropped at 20,000 a second',
      unit: 'spans',
      ours: found.map(({ ours }) => ours.dropped),
      peer: { name: "the SDK's settings", rounds: found.map(({ sdk }) => sdk.dropped) },
      goal: { atMost: 0, of: 'median' },
    },
    {
      name: 'CPU of 20,000 spans a second, exported',
      unit: '% of a core',
      goal: null,
      ours: found.map(({ ours }) => percent(ours.cpuShare)),
      peer: {
        name: 'recorded only',
        rounds: found.map(({ recordedShare }) => percent(recordedShare)),
      },
    },
  ]
}
