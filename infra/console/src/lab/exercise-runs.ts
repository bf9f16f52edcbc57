import type { Exercise, Finding } from '@tailspan/exercises'
import type { Question } from '@tailspan/exercises/questions'
import { HttpError } from '@tailspan/http'
import type { Runner } from '@tailspan/local/start'
import type { Changes } from '../state/changes.ts'
import type { SystemInHand } from './system-in-hand.ts'

/** The newest run of an exercise. */
export type ExerciseRun = {
  state: 'running' | 'done' | 'failed'
  /** What the reader expected. */
  readonly prediction: string
  readonly steps: string[]
  traceIds: readonly string[]
  finding?: Finding
  failure?: string
}

type Needs = { readonly system: SystemInHand; readonly runner: Runner; readonly changes: Changes }

/** The exercises and what came of them, kept as long as the system runs. */
export class ExerciseRuns {
  readonly #needs: Needs
  readonly #runs = new Map<string, ExerciseRun>()

  constructor(needs: Needs) {
    this.#needs = needs
  }

  find(slug: string): ExerciseRun | undefined {
    return this.#runs.get(slug)
  }

  /** Why this one cannot be run here; undefined when it can. */
  async whyNot({ changes }: Question): Promise<string | undefined> {
    const { system } = this.#needs
    return changes === 'nothing' ? system.whyNotWatched() : system.whyNot
  }

  /**
   * Begins an exercise with what the reader expects; what comes of it is announced as `exercise:<slug>`.
   *
   * errors: exercise-unknown, prediction-unknown; system-busy, not-ours
   */
  async begin(slug: string, prediction: string): Promise<void> {
    const { findExercise } = await import('@tailspan/exercises')
    const exercise = findExercise(slug)
    if (!exercise)
      throw new HttpError('exercise-unknown', 'not-found', 'There is no such exercise.')
    if (!exercise.predictions.some(({ id }) => id === prediction))
      throw new HttpError('prediction-unknown', 'invalid', 'Choose one of the predictions.')
    const run: ExerciseRun = { state: 'running', prediction, steps: [], traceIds: [] }
    await this.#play(exercise, run)
    this.#runs.set(exercise.slug, run)
    this.#announce(exercise)
  }

  #play(exercise: Exercise, run: ExerciseRun): Promise<void> {
    const { system } = this.#needs
    const what = `the exercise "${exercise.title}" runs`
    const audience = this.#follow(exercise, run)
    const play = (finding: Promise<Finding>) =>
      finding.then(
        (found) => this.#end(exercise, run, { state: 'done', finding: found }),
        (error: Error) => this.#end(exercise, run, { state: 'failed', failure: error.message }),
      )
    return exercise.changes === 'nothing'
      ? system.beginWatching(what, (watched) => play(exercise.run({ ...watched, ...audience })))
      : system.begin(what, (hand) => play(exercise.run({ ...hand, ...audience })))
  }

  #follow(exercise: Exercise, run: ExerciseRun) {
    return {
      spans: this.#needs.runner.store,
      tell: (step: string) => {
        run.steps.push(step)
        this.#announce(exercise)
      },
      show: (traceId: string) => {
        run.traceIds = [...run.traceIds, traceId]
        this.#announce(exercise)
      },
    }
  }

  #end(exercise: Exercise, run: ExerciseRun, end: Partial<ExerciseRun>): void {
    Object.assign(run, end)
    if (end.finding) run.traceIds = end.finding.traceIds
    this.#announce(exercise)
  }

  #announce({ slug }: Exercise): void {
    this.#needs.changes.announce('exercises', `exercise:${slug}`)
  }
}
