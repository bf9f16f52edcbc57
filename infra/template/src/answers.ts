import type { Name } from './names.ts'
import { Refusal } from './refusal.ts'
import type { Tree } from './tree.ts'

const file = '.template.json'

/** What `.template.json` remembers: where the code comes from, what it is called, what was applied. */
export type Answers = Name & {
  readonly upstream: string
  readonly applied: readonly string[]
}

/** Reads what was applied so far. */
export function readAnswers(tree: Tree): Answers {
  const text = tree.get(file)
  if (text === undefined) throw new Refusal(`${file} is not there: take it back from the template.`)
  return JSON.parse(text) as Answers
}

/** The tree with one more command remembered. */
export function writeAnswers(tree: Tree, answers: Answers, command: string): Tree {
  const next = { ...answers, applied: [...answers.applied, command] }
  return new Map(tree).set(file, `${JSON.stringify(next, null, 2)}\n`)
}
