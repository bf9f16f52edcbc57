/** What can be expected before the button is pressed. */
export type Prediction<Id extends string = string> = { readonly id: Id; readonly says: string }

/** Where the reason stands in the code. */
export type CodeLine = { readonly path: string; readonly symbol: string }

/** What an exercise does to the system; one that changes nothing runs where the parts are somebody else's, too. */
export type Changes = 'nothing' | 'the system'

/** An exercise as it is read: all of it but the doing. */
export type Question<Id extends string = string, Does extends Changes = Changes> = {
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
  readonly changes: Does
}
