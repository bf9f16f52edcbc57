import {
  type Contender,
  type Experiment,
  type Fault,
  faults,
  type Judged,
  judgeCell,
  type Progress,
  type Rig,
  runCell,
  type Topology,
} from '@tailspan/experiment'
import { labContenders } from './contenders.ts'
import { labExpectations } from './expectations.ts'
import type { LabOptions } from './options.ts'

/** Opens a system for the lab; a new one knows nothing of the last. */
export type OpenRig = (topology: Topology) => Promise<Rig>

type Needs = {
  readonly openRig: OpenRig
  readonly progress: Progress
  readonly signal?: AbortSignal
  /** Called for a cell that could not be completed; the others go on. */
  readonly onBroken: (words: string) => void
}

const topologies: readonly Topology[] = ['one-broker', 'three-brokers']

/** Every wanted contender under every wanted fault, one after the other; cells come as they are done. */
export async function* runLab(needs: Needs, options: LabOptions): AsyncGenerator<Judged> {
  const wanted = labContenders.flatMap((contender) =>
    faults
      .filter((fault) => options.isWanted(contender.name, fault.name))
      .map((fault) => ({ contender, fault, orders: options.orders, seed: options.seed })),
  )
  let done = 0
  const show = ({ contender, fault }: Pair) => {
    done += 1
    const what = `${contender.name} under ${fault.name}`
    needs.progress.show(`${done} of ${wanted.length}: ${what}`)
  }
  for (const topology of topologies) {
    const here = wanted.filter(({ fault }) => (fault.topology ?? 'one-broker') === topology)
    if (here.length > 0) yield* runHere({ ...needs, topology, show }, here)
  }
}

type Pair = { readonly contender: Contender; readonly fault: Fault }
type Here = Needs & { readonly topology: Topology; readonly show: (pair: Pair) => void }

/** A system that is not at rest after a cell is replaced: the next one must not pay for it. */
async function* runHere(needs: Here, wanted: readonly Experiment[]): AsyncGenerator<Judged> {
  let rig: Rig | undefined
  try {
    for (const experiment of wanted) {
      needs.signal?.throwIfAborted()
      needs.show(experiment)
      rig ??= await needs.openRig(needs.topology)
      const judged = await runOne(rig, experiment, needs)
      if (judged) yield judged
      if (judged?.ledger.pending === 0) continue
      await rig[Symbol.asyncDispose]()
      rig = undefined
    }
  } finally {
    await rig?.[Symbol.asyncDispose]()
  }
}

async function runOne(rig: Rig, experiment: Experiment, { signal, onBroken }: Here) {
  try {
    return judgeCell(await runCell(rig, experiment), experiment, labExpectations)
  } catch (error) {
    signal?.throwIfAborted()
    const { contender, fault } = experiment
    const why = error instanceof Error ? error.message : String(error)
    onBroken(`${contender.name} under ${fault.name} could not be brought to its end: ${why}`)
    return undefined
  }
}
