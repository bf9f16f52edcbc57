import { afterTheAnswer } from './after-the-answer.ts'
import { cancellationStays } from './cancellation-stays.ts'
import { childOrLink } from './child-or-link.ts'
import { contextIsCarried } from './context-is-carried.ts'
import { deadLetter } from './dead-letter.ts'
import { gapIsAQueue } from './gap-is-a-queue.ts'
import type { Question } from './question.ts'
import { relayIsAnotherTrace } from './relay-is-another-trace.ts'
import { whatASampleHides } from './what-a-sample-hides.ts'

/** The exercises as they are read, the first one first. */
export const questions: readonly Question[] = [
  afterTheAnswer,
  contextIsCarried,
  cancellationStays,
  childOrLink,
  gapIsAQueue,
  relayIsAnotherTrace,
  deadLetter,
  whatASampleHides,
]
