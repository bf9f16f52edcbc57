import { type Question, questions } from '@tailspan/exercises/questions'
import type { Lab } from '../../lab/lab.ts'
import type { Page } from '../../server/page.ts'
import { type ExercisesData, view } from './view.ts'

/** All exercises, and which were done. */
export const exercisesPage: Page<ExercisesData> = {
  path: '/exercises',
  nav: 'Exercises',
  view,
  viewFile: 'pages/exercises/view.ts',
  async load({ lab }) {
    const exercises = await Promise.all(questions.map((question) => toEntry(lab, question)))
    return {
      title: 'Exercises',
      data: { exercises, whyNot: lab.system.whyNot },
      watches: ['exercises'],
    }
  },
}

async function toEntry(lab: Lab, one: Question): Promise<ExercisesData['exercises'][number]> {
  const { slug, title, question } = one
  const whyNot = await lab.exercises.whyNot(one)
  const run = lab.exercises.find(slug)
  const isRight = run?.finding?.cameTrue === run?.prediction
  return {
    title,
    question,
    href: `/exercises/${slug}`,
    isOff: whyNot !== undefined,
    state: run?.state === 'done' ? (isRight ? 'as you expected' : 'otherwise') : run?.state,
  }
}
