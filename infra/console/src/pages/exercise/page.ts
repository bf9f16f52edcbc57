import { type Question, questions } from '@tailspan/exercises/questions'
import type { ExerciseRun } from '../../lab/exercise-runs.ts'
import type { Page } from '../../server/page.ts'
import type { State } from '../../state/state.ts'
import { toLedgerData } from '../../views/ledger.ts'
import { readFamily, topicsOfFamily } from '../../waterfall/read-family.ts'
import { toWaterfall } from '../../waterfall/to-waterfall.ts'
import { type ExerciseData, type RunData, type ToldData, view } from './view.ts'

/** More of them would not be looked at. */
const shownTraces = 3

/** One exercise: the question, or what came of it. */
export const exercisePage: Page<ExerciseData> = {
  path: '/exercises/:slug',
  view,
  viewFile: 'pages/exercise/view.ts',
  async load(state, { params: { slug = '' } }) {
    const { lab } = state
    const at = questions.findIndex((one) => one.slug === slug)
    const exercise = questions[at]
    if (!exercise) return undefined
    const { title, question, predictions, action, look, code } = exercise
    const run = lab.exercises.find(slug)
    const next = questions[at + 1]
    const whyNot = await lab.exercises.whyNot(exercise)
    const traceIds = run?.traceIds.slice(0, shownTraces) ?? []
    const data = {
      number: at + 1,
      slug,
      title,
      question,
      predictions,
      action,
      look,
      code,
      whyNot,
      run: run && toRunData(exercise, run),
      told: whyNot === undefined || run ? undefined : toTold(exercise),
      waterfall: drawTraces(state, traceIds),
      next: next && { title: next.title, href: `/exercises/${next.slug}` },
    }
    const watches = [`exercise:${slug}`, ...traceIds.flatMap((id) => topicsOf(state, id))]
    return { title, data, watches }
  },
}

/** What comes true elsewhere, for those who cannot try it here. */
function toTold({ predictions, expected, truth, notToConclude }: Question): ToldData {
  const comesTrue = predictions.find(({ id }) => id === expected)?.says ?? ''
  return { comesTrue, truth, notToConclude }
}

function toRunData(exercise: Question, run: ExerciseRun): RunData {
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

function topicsOf({ runner: { store } }: State, traceId: string): readonly string[] {
  return topicsOfFamily(traceId, readFamily(store, traceId))
}

/** The traces of a run on one axis, each with those that it is linked with. */
function drawTraces({ runner }: State, traceIds: readonly string[]) {
  const spans = new Set(traceIds.flatMap((id) => readFamily(runner.store, id)))
  const [first] = traceIds
  return first && spans.size > 0
    ? toWaterfall([...spans], { of: first, selected: null })
    : undefined
}
