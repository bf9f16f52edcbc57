import { z } from 'zod'
import type { Action } from '../server/action.ts'

const input = z.strictObject({ slug: z.string().max(100), prediction: z.string().max(100) })

/** Runs an exercise; its page follows it. */
export const runExerciseAction: Action<z.infer<typeof input>> = {
  path: '/actions/run-exercise',
  input,
  async run({ lab }, { slug, prediction }) {
    await lab.exercises.begin(slug, prediction)
    return { told: '' }
  },
}
