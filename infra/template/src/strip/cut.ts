import { Refusal } from '../refusal.ts'
import type { Tree } from '../tree.ts'

/**
 * A passage that exists for a part, and what takes its place. In a text SCOPE is that of the packages; a pattern
 * takes all that it finds.
 */
export type Cut = { readonly path: string; readonly cut: string | RegExp; readonly put?: string }

/** The tree without these passages; one that is not there is refused, so that none is left behind unnoticed. */
export function applyCuts(tree: Tree, cuts: readonly Cut[]): Map<string, string> {
  const kept = new Map(tree)
  for (const one of cuts) {
    const text = kept.get(one.path) ?? ''
    const without = applyCut(text, one)
    if (without === text) throw new Refusal(explain(one))
    kept.set(one.path, without)
  }
  return kept
}

/** A text without the passage. */
export function applyCut(text: string, { cut, put = '' }: Cut): string {
  return typeof cut === 'string' ? text.replace(cut, () => put) : text.replaceAll(cut, put)
}

/** The cuts with the scope that the packages have by now. */
export function withScope(tree: Tree, cuts: readonly Cut[]): readonly Cut[] {
  const { name = '' } = JSON.parse(tree.get('infra/template/package.json') ?? '{}')
  const [scope] = name.split('/')
  return cuts.map(({ cut, ...one }) => ({
    ...one,
    cut: typeof cut === 'string' ? cut.replace('SCOPE', scope) : cut,
  }))
}

function explain({ path, cut }: Cut): string {
  const passage = typeof cut === 'string' ? `"${cut.trim()}"` : `what ${cut} finds`
  return `${path} has changed: ${passage} is not there any more. Mend the cuts in infra/template/src/strip.`
}
