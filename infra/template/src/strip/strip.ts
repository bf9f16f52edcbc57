import { Refusal } from '../refusal.ts'
import type { Tree } from '../tree.ts'
import { applyCuts, withScope } from './cut.ts'
import { demo } from './demo/demo.ts'
import { kubernetes } from './kubernetes/kubernetes.ts'
import { mistakes } from './mistakes/mistakes.ts'
import type { Part } from './part.ts'
import { platformatic } from './platformatic/platformatic.ts'
import { proof } from './proof/proof.ts'

/** Everything that can be taken out, by the name that is typed. */
export const parts: Readonly<Record<string, Part>> = {
  proof,
  mistakes,
  kubernetes,
  platformatic,
  demo,
}

/** The part of this name. */
export function findPart(name: string): Part {
  const part = Object.hasOwn(parts, name) ? parts[name] : undefined
  if (part) return part
  const names = Object.keys(parts).join(' ')
  throw new Refusal(`"${name}" cannot be stripped: npm run strip -- ${names}, or one of them.`)
}

/** Whether there is something of the part in the tree. */
export function isThere(tree: Tree, { isOwn }: Part): boolean {
  return [...tree.keys()].some(isOwn)
}

/** The tree without the part and without every line elsewhere that exists for it. */
export function strip(tree: Tree, name: string): Tree {
  const part = findPart(name)
  if (!isThere(tree, part)) throw new Refusal(`${name} is not there: nothing to strip.`)
  const ready = withoutImplied(tree, part)
  const others = new Map([...ready].filter(([path]) => !part.isOwn(path)))
  const kept = applyCuts(others, withScope(tree, part.cuts(others)))
  return part.finish?.(kept) ?? kept
}

/** The tree in which the cuts of a part find their passages: what it implies is gone. */
export function withoutImplied(tree: Tree, { implies = [] }: Part): Tree {
  return implies.reduce(
    (files, name) => (isThere(files, findPart(name)) ? strip(files, name) : files),
    tree,
  )
}
