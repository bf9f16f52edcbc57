import type { Question } from './question.ts'
import { afterTheAnswer } from './questions/after-the-answer.ts'
import { cancellationStays } from './questions/cancellation-stays.ts'
import { childOrLink } from './questions/child-or-link.ts'
import { contextIsCarried } from './questions/context-is-carried.ts'
import { deadLetter } from './questions/dead-letter.ts'
import { gapIsAQueue } from './questions/gap-is-a-queue.ts'
import { relayIsAnotherTrace } from './questions/relay-is-another-trace.ts'
import { whatASampleHides } from './questions/what-a-sample-hides.ts'

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
