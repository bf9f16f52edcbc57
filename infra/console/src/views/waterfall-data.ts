import type { WaterfallRow } from './waterfall-row.ts'

/** A waterfall as the view draws it. */
export type Waterfall = {
  /** Of the time axis; positions are parts of it. */
  readonly width: number
  readonly ticks: readonly { readonly at: number; readonly label: string }[]
  readonly cuts: readonly { readonly at: number; readonly took: string }[]
  readonly answer: { readonly at: number; readonly name: string } | undefined
  /** Which rows of how many these are, counted from 1. */
  readonly rows: {
    readonly first: number
    readonly last: number
    readonly total: number
    /** Where the rows before and behind these are; undefined when there are none. */
    readonly before: string | undefined
    readonly next: string | undefined
  }
  readonly services: readonly { readonly name: string; readonly colour: number }[]
  readonly groups: readonly {
    readonly traceId: string
    readonly isOwn: boolean
    /** Whether a link leads from this trace or to it. */
    readonly isLinked: boolean
    readonly rows: readonly WaterfallRow[]
  }[]
}
