import { afterTheAnswer } from './catalog/after-the-answer.ts'
import { cancellationStays } from './catalog/cancellation-stays.ts'
import { childOrLink } from './catalog/child-or-link.ts'
import { contextIsCarried } from './catalog/context-is-carried.ts'
import { deadLetter } from './catalog/dead-letter.ts'
import { gapIsAQueue } from './catalog/gap-is-a-queue.ts'
import { relayIsAnotherTrace } from './catalog/relay-is-another-trace.ts'
import { whatASampleHides } from './catalog/what-a-sample-hides.ts'
import type { Exercise } from './exercise.ts'

/** All of them, the first one first. */
export const exercises: readonly Exercise[] = [
  afterTheAnswer,
  contextIsCarried,
  cancellationStays,
  childOrLink,
  gapIsAQueue,
  relayIsAnotherTrace,
  deadLetter,
  whatASampleHides,
]

/** The exercise at this address. */
export function findExercise(slug: string): Exercise | undefined {
  return exercises.find((one) => one.slug === slug)
}
