import type { Cell, Hand, Watched } from '@tailspan/experiment'
import type { SpanStore } from '@tailspan/trace-testing'
import type { Question } from './questions/question.ts'

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

/** A question that the running system answers. */
export type Exercise<Id extends string = string> =
  | (Question<Id, 'nothing'> & { run(stage: Watching): Promise<Finding<Id>> })
  | (Question<Id, 'the system'> & { run(stage: Stage): Promise<Finding<Id>> })
