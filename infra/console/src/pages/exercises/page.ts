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
    const exercises = all.map(({ slug, title, question }) => {
      const run = lab.exercises.find(slug)
      const isRight = run?.finding?.cameTrue === run?.prediction
      return {
        ...{ title, question, href: `/exercises/${slug}` },
        state: run?.state === 'done' ? (isRight ? 'as you expected' : 'otherwise') : run?.state,
      }
    })
    return {
      title: 'Exercises',
      data: { exercises, whyNot: lab.system.whyNot },
      watches: ['exercises'],
    }
  },
}
