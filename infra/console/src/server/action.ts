import type { z } from 'zod'
import type { State } from '../state/state.ts'

/** What an action came to: a sentence for the reader, and the page to go on to. */
export type Outcome = { readonly told: string; readonly goTo?: string }

/** Something that a button of the console does. */
export type Action<Input = unknown> = {
  /** Below `/actions/`, such as `/actions/place-order`. */
  readonly path: `/actions/${string}`
  /** Fields of the form; every value of a form is a text. */
  readonly input: z.ZodType<Input>
  /** Refuses by throwing an HttpError, whose message the reader sees. */
  run(state: State, input: Input): Promise<Outcome>
}
