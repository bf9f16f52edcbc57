import { readAnswers } from '../answers.ts'
import { Refusal } from '../refusal.ts'
import type { Tree } from '../tree.ts'
import { mapParts, rewrite, type Words } from './words.ts'

const ofTypeScript = `arguments async await break case catch class const continue debugger default delete do else enum
  eval export extends false finally for function if implements import in instanceof interface let new null of package
  private protected public return static super switch this throw true try type typeof undefined var void while with yield`
const ofPostgres = `all analyse analyze and any array as asc asymmetric authorization binary both case cast check collate
  collation column concurrently constraint create cross default deferrable desc distinct do else end except false fetch
  for foreign freeze from full grant group having ilike in initially inner intersect into is isnull join lateral leading
  left like limit localtime natural not notnull null offset on only or order outer overlaps placing primary references
  returning right select similar some symmetric table tablesample then to trailing true union unique user using variadic
  verbose when where window with`
const ofTheMachine = 'kafka kafka-controller postgres mail smtp otlp jaeger keda proxy localhost'
const reserved = new Set(
  [ofTypeScript, ofPostgres, ofTheMachine].flatMap((list) => list.split(/\s+/)),
)
const maxLength = 30

/** Refuses what cannot be the name of a further service, and says why. */
export function refuseName(tree: Tree, copied: Tree, words: Words): void {
  const name = words.to.kebab
  const reason =
    badForm(name) ??
    taken(tree, name) ??
    overwriting(tree, copied, words) ??
    ambiguous(copied, words)
  if (reason) throw new Refusal(`"${name}" cannot be the name of a service: ${reason}.`)
}

function badForm(name: string): string | undefined {
  if (!/^[a-z][a-z0-9]*(-[a-z][a-z0-9]*)*$/.test(name))
    return 'small letters and digits, words joined by one hyphen, because it becomes a role, a topic, an image and a class'
  if (name.length > maxLength) return `it has more than ${maxLength} characters`
  if (name.startsWith('pg-')) return 'PostgreSQL keeps such roles for itself'
  return name.endsWith('-debug')
    ? 'the setting of its port would be that of a debug listener'
    : undefined
}

function taken(tree: Tree, name: string): string | undefined {
  const { name: project, scope } = readAnswers(tree)
  if (name.includes(project)) return `the project is called ${project}, and rename would change it`
  const packages = [...tree].filter(([path]) => path.endsWith('/package.json'))
  const same = packages.find(([, text]) => text.includes(`"name": "${scope}/${name}"`))
  if (same) return `${same[0].replace('/package.json', '')} has it`
  const files = [...tree].filter(([path]) => /^infra\/compose.*yaml$|\/topics[.]ts$/.test(path))
  const entry = new RegExp(`^ {2}'?${name}'?:|topic: '${name}'`, 'm')
  const found = files.find(([, text]) => entry.test(text))
  return found && `${found[0]} has it`
}

/** A file that is there already and is about something else. */
function overwriting(tree: Tree, copied: Tree, words: Words): string | undefined {
  const there = [...copied.keys()]
    .map((path) => rewrite('', path, words))
    .find((to) => tree.has(to))
  return there && `${there} is there already`
}

/** A word that means something already, or that the copied code uses for something else. */
function ambiguous(copied: Tree, words: Words): string | undefined {
  if (reserved.has(words.to.kebab))
    return 'the word means something to TypeScript, SQL or the machine'
  const found = [...copied].find(([path, text]) => {
    const [old, renamed] = [wordsIn(path, text), wordsIn(path, rewrite(path, text, words))]
    return renamed.some((word, i) => word !== old[i] && old.includes(word))
  })
  return found && `${found[0]}, which is copied, uses the word for something else`
}

/** Identifiers, and the words of literals. */
function wordsIn(path: string, text: string): readonly string[] {
  if (path.endsWith('.sql')) return text.replaceAll(/--.*/g, '').match(/\w+/g) ?? []
  if (!path.endsWith('.ts')) return []
  const keep = (part: string) => part
  const code = mapParts(text, { code: keep, literal: keep, comment: () => '' })
  // A hyphen joins: a new name is one word wherever it stands.
  return code.match(/[\w$]+(?:-\w+)*/g) ?? []
}
