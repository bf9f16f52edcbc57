import type { ComparedSide, Comparison } from '@tailspan/exercises'
import type { Changes } from '../state/changes.ts'
import { nameOf } from './comparison-name.ts'
import type { SystemInHand } from './system-in-hand.ts'

export type Side = 'left' | 'right'

/** A comparison as far as it has come. */
export type ComparisonRun = {
  readonly comparison: Comparison
  state: 'running' | 'done' | 'failed'
  readonly steps: string[]
  readonly sides: Partial<Record<Side, ComparedSide>>
  failure?: string
}

type Needs = { readonly system: SystemInHand; readonly changes: Changes }

/** Comparisons, kept as long as the system runs; each has one address. */
export class ComparisonRuns {
  readonly #needs: Needs
  readonly #runs = new Map<string, ComparisonRun>()

  constructor(needs: Needs) {
    this.#needs = needs
  }

  /** The newest first. */
  all(): readonly ComparisonRun[] {
    return [...this.#runs.values()].reverse()
  }

  find(name: string): ComparisonRun | undefined {
    return this.#runs.get(name)
  }

  /** Begins a comparison and returns its name; what comes of it is announced as `comparison:<name>`. */
  async begin(comparison: Comparison): Promise<string> {
    const { system, changes } = this.#needs
    const name = nameOf(comparison)
    const run: ComparisonRun = { comparison, state: 'running', steps: [], sides: {} }
    const announce = () => changes.announce('comparisons', `comparison:${name}`)
    const tell = (step: string) => {
      run.steps.push(step)
      announce()
    }
    const done = (side: Side, seen: ComparedSide) => {
      run.sides[side] = seen
      announce()
    }
    const { compare } = await import('@tailspan/exercises')
    await system.begin(`the comparison ${name} runs`, async (hand) => {
      await compare(hand, comparison, { tell, done }).then(
        () => Object.assign(run, { state: 'done' }),
        (error: Error) => Object.assign(run, { state: 'failed', failure: error.message }),
      )
      announce()
    })
    this.#runs.delete(name)
    this.#runs.set(name, run)
    announce()
    return name
  }
}
