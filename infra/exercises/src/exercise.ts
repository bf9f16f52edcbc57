import type { Cell, Dlt, Rig } from '@tailspan/experiment'
import type { SpanStore } from '@tailspan/trace-testing'

/** What can be expected before the button is pressed. */
export type Prediction<Id extends string = string> = { readonly id: Id; readonly says: string }

/** Where the reason stands in the code. */
export type CodeLine = { readonly path: string; readonly symbol: string }

/** The running system as an exercise has it: alone, and reset afterwards. */
export type Stage = {
  readonly rig: Rig
  readonly spans: SpanStore
  /** Whether it was started so that orders are published durably and taken over HTTP/1.1. */
  readonly isUsual: boolean
  /** `npm run dlt -- …` */
  readonly dlt: Dlt
  /** Says what happens now. */
  tell(step: string): void
  /** Shows this trace while it grows. */
  show(traceId: string): void
}

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

/** A question that the running system answers. */
export type Exercise<Id extends string = string> = {
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
  run(stage: Stage): Promise<Finding<Id>>
}
