import { HttpError } from '@tailspan/http'
import { z } from 'zod'
import type { Action } from '../server/action.ts'

const input = z.strictObject({ slug: z.string().max(100), prediction: z.string().max(100) })

/** Runs an exercise; its page follows it. */
export const runExerciseAction: Action<z.infer<typeof input>> = {
  path: '/actions/run-exercise',
  input,
  async run({ lab }, { slug, prediction }) {
    const exercise = (await lab.exercises.all()).find((one) => one.slug === slug)
    if (!exercise)
      throw new HttpError('exercise-unknown', 'not-found', 'There is no such exercise.')
    await lab.exercises.begin(exercise, prediction)
    return { told: '' }
  },
}
