import type { Cell, Hand, Watched } from '@tailspan/experiment'
import type { SpanStore } from '@tailspan/trace-testing'

/** What can be expected before the button is pressed. */
export type Prediction<Id extends string = string> = { readonly id: Id; readonly says: string }

/** Where the reason stands in the code. */
export type CodeLine = { readonly path: string; readonly symbol: string }

type Audience = {
  readonly spans: SpanStore
  /** Says what happens now. */
  tell(step: string): void
  /** Shows this trace while it grows. */
  show(traceId: string): void
}

/** The running system as an exercise has it: alone, and reset afterwards. */
export type Stage = Hand & Audience

/** The running system as an exercise has it that changes nothing. */
export type Watching = Watched & Audience

/** What the ledger and the trace said, and which prediction that is. */
export type Finding<Id extends string = string> = {
  /** None when the system did something that nobody had expected. */
  readonly cameTrue: Id | undefined
  /** What was counted and measured, in sentences. */
  readonly facts: readonly string[]
  /** The traces to look at, in this order. */
  readonly traceIds: readonly string[]
  readonly ledger?: Cell['ledger']
}

type Question<Id extends string> = {
  /** As its address calls it. */
  readonly slug: string
  readonly title: string
  readonly question: string
  readonly predictions: readonly Prediction<Id>[]
  /** What comes true when the system is as we say it is; the ledger may say otherwise. */
  readonly expected: Id
  /** What the one button does. */
  readonly action: string
  readonly look: readonly string[]
  readonly truth: string
  readonly code: readonly CodeLine[]
  readonly notToConclude: string
}

/** What an exercise does to the system; one that changes nothing runs where the parts are somebody else's, too. */
type Doing<Id extends string> =
  | { readonly changes: 'nothing'; run(stage: Watching): Promise<Finding<Id>> }
  | { readonly changes: 'the system'; run(stage: Stage): Promise<Finding<Id>> }

/** A question that the running system answers. */
export type Exercise<Id extends string = string> = Question<Id> & Doing<Id>
