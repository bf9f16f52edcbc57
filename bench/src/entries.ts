import { answer } from './answer/entry.ts'
import type { Entry } from './entry.ts'
import { frozen } from './frozen/entry.ts'
import { handler } from './handler/entry.ts'
import { pending } from './pending/entry.ts'
import { publish } from './publish/entry.ts'
import { relay } from './relay/entry.ts'

/** All that is measured, in this order. */
export const entries: readonly Entry[] = [pending, answer, publish, handler, relay, frozen]
