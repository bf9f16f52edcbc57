import { z } from 'zod'
import type { Action } from '../server/action.ts'
import { letterId } from '../state/dead-letter-desk.ts'

const input = z.strictObject({
  id: z.string().regex(letterId),
})

type Input = z.infer<typeof input>

/** Sends a dead letter again, for the group that had parked it; once more if that was done before. */
export const replayAction: Action<Input> = {
  path: '/actions/replay',
  input,
  run: async ({ letters }, { id }) => ({ told: await letters.act('replay', id, '--again') }),
}

/** Lets the relay send a parked row again. */
export const releaseAction: Action<Input> = {
  path: '/actions/release',
  input,
  run: async ({ letters }, { id }) => ({ told: await letters.act('release', id) }),
}

/** Deletes a parked row: the page has asked whether that is meant. */
export const dropAction: Action<Input> = {
  path: '/actions/drop',
  input,
  run: async ({ letters }, { id }) => ({ told: await letters.act('drop', id, '--yes') }),
}
