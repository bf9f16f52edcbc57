import type { Overlay } from '../kustomize.ts'
import type { Resource } from '../resource.ts'

/** What is looked at: the resources of one overlay. */
export type Look = { readonly overlay: Overlay; readonly resources: readonly Resource[] }

/** One thing that must be so in an overlay; a sentence for each place where it is not. */
export type Rule = (look: Look) => readonly string[]

/** The sentence where a claim does not hold. */
export function unless(holds: boolean, sentence: string): readonly string[] {
  return holds ? [] : [sentence]
}
