import type { Exercise } from '@tailspan/exercises'
import type { Lab } from '../../lab/lab.ts'
import type { Page } from '../../server/page.ts'
import { type ExercisesData, view } from './view.ts'

/** All exercises, and which were done. */
export const exercisesPage: Page<ExercisesData> = {
  path: '/exercises',
  nav: 'Exercises',
  isForActing: true,
  view,
  viewFile: 'pages/exercises/view.ts',
  async load({ lab }) {
    const all = await lab.exercises.all()
    const exercises = await Promise.all(all.map((exercise) => toEntry(lab, exercise)))
    return {
      title: 'Exercises',
      data: { exercises, whyNot: lab.system.whyNot },
      watches: ['exercises'],
    }
  },
}

async function toEntry(lab: Lab, exercise: Exercise): Promise<ExercisesData['exercises'][number]> {
  const { slug, title, question } = exercise
  const whyNot = await lab.exercises.whyNot(exercise)
  const run = lab.exercises.find(slug)
  const isRight = run?.finding?.cameTrue === run?.prediction
  return {
    ...{ title, question, href: `/exercises/${slug}`, isOff: whyNot !== undefined },
    state: run?.state === 'done' ? (isRight ? 'as you expected' : 'otherwise') : run?.state,
  }
}
