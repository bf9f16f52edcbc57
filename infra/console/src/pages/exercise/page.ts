import type { Exercise } from '@tailspan/exercises'
import type { ExerciseRun } from '../../lab/exercise-runs.ts'
import type { Page } from '../../server/page.ts'
import type { State } from '../../state/state.ts'
import { toLedgerData } from '../../views/ledger.ts'
import { readFamily } from '../../waterfall/read-family.ts'
import { toWaterfall } from '../../waterfall/to-waterfall.ts'
import { type ExerciseData, type RunData, view } from './view.ts'

/** More of them would not be looked at. */
const shownTraces = 3

/** One exercise: the question, or what came of it. */
export const exercisePage: Page<ExerciseData> = {
  path: '/exercises/:slug',
  isForActing: true,
  view,
  viewFile: 'pages/exercise/view.ts',
  async load(state, { params: { slug = '' } }) {
    const { lab } = state
    const all = await lab.exercises.all()
    const at = all.findIndex((one) => one.slug === slug)
    const exercise = all[at]
    if (!exercise) return undefined
    const { title, question, predictions, action, look, code } = exercise
    const run = lab.exercises.find(slug)
    const next = all[at + 1]
    const traceIds = run?.traceIds.slice(0, shownTraces) ?? []
    const data = {
      ...{ number: at + 1, slug, title, question, predictions, action, look, code },
      whyNot: await lab.exercises.whyNot(exercise),
      run: run && toRunData(exercise, run),
      waterfall: drawTraces(state, traceIds),
      next: next && { title: next.title, href: `/exercises/${next.slug}` },
    }
    const watches = [`exercise:${slug}`, ...traceIds.map((id) => `trace:${id}`)]
    return { title, data, watches }
  },
}

function toRunData(exercise: Exercise, run: ExerciseRun): RunData {
  const { state, steps, failure, finding, prediction } = run
  const says = (id: string | undefined) => exercise.predictions.find((one) => one.id === id)?.says
  const result = finding && {
    cameTrue: says(finding.cameTrue),
    isRight: finding.cameTrue === prediction,
    isExpected: finding.cameTrue === exercise.expected,
    facts: finding.facts,
    truth: exercise.truth,
    notToConclude: exercise.notToConclude,
    ledger: finding.ledger && toLedgerData(finding.ledger),
  }
  return { state, steps: [...steps], failure, expected: says(prediction) ?? '', result }
}

/** The traces of a run on one axis, each with those that it is linked with. */
function drawTraces({ runner }: State, traceIds: readonly string[]) {
  const spans = new Set(traceIds.flatMap((id) => readFamily(runner.store, id)))
  const [first] = traceIds
  return first && spans.size > 0
    ? toWaterfall([...spans], { of: first, selected: null })
    : undefined
}
