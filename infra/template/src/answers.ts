import type { Name } from './names.ts'
import { Refusal } from './refusal.ts'
import type { Tree } from './tree.ts'

export const answersFile = '.template.json'

/** What `.template.json` remembers: where the code comes from, what it is called, what was applied. */
export type Answers = Name & {
  /** A URL, a path or the name of a remote. */
  readonly upstream: string
  /** Where the code stood at upstream: HEAD at the first command, later what `update` has merged. */
  readonly commit?: string
  readonly applied: readonly string[]
}

/** Reads what was applied so far. */
export function readAnswers(tree: Tree): Answers {
  const text = tree.get(answersFile)
  if (text === undefined)
    throw new Refusal(`${answersFile} is not there: take it back from the template.`)
  return JSON.parse(text) as Answers
}

/** The tree with one more command remembered. */
export function writeAnswers(tree: Tree, answers: Answers, command: string): Tree {
  const next = { ...answers, applied: [...answers.applied, command] }
  return new Map(tree).set(answersFile, printAnswers(next))
}

/** What is written into `.template.json`. */
export function printAnswers(answers: Answers): string {
  return `${JSON.stringify(answers, null, 2)}\n`
}
