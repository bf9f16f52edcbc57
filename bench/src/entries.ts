import { answer } from './answer/entry.ts'
import type { Entry } from './entry.ts'
import { pending } from './pending/entry.ts'

/** All that is measured, in this order. */
export const entries: readonly Entry[] = [pending, answer]
