import type { Tree } from '../tree.ts'
import type { Cut } from './cut.ts'

/** What `npm run strip` takes out. */
export type Part = {
  /** In words that follow "Strip". */
  readonly what: string
  /** Parts that exist for this one: they go before it, where they are still there. */
  readonly implies?: readonly string[]
  /** Whether a file exists for this part alone. */
  isOwn(path: string): boolean
  /** The passages elsewhere that exist for it. */
  cuts(tree: Tree): readonly Cut[]
  /** What follows from the cuts. */
  finish?(tree: Map<string, string>): Tree
}
