/** A name in each of the ways in which code writes it. */
export type Forms = {
  readonly kebab: string
  readonly camel: string
  readonly pascal: string
  readonly snake: string
  readonly upper: string
}

type Part = 'code' | 'comment' | 'literal' | 'sql'

/** What is written in place of a service and of the topics that it publishes, after which its tables are named, too. */
export type Words = {
  readonly service: string
  readonly topics: readonly string[]
  readonly to: Forms
}

const notCode = /\/\/.*|\/\*[\s\S]*?\*\/|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`/g
const statement = /\b(select|insert into|update|delete from|(alter|lock|truncate) table)\b/i

/** Writes a name of small letters, digits and hyphens in all ways. */
export function formsOf(kebab: string): Forms {
  const [first = '', ...rest] = kebab.split('-')
  const pascal = [first, ...rest].map(capital)
  return {
    kebab,
    camel: [first, ...pascal.slice(1)].join(''),
    pascal: pascal.join(''),
    snake: kebab.replaceAll('-', '_'),
    upper: kebab.replaceAll('-', '_').toUpperCase(),
  }
}

/** A file of a service, or a part of one, as that of another service. */
export function rewrite(path: string, text: string, words: Words): string {
  if (path.endsWith('.sql')) return replaceIn('sql', text, words)
  if (!/[.]m?ts$/.test(path)) return replaceIn('comment', text, words)
  const isTables = path.endsWith('/tables.ts')
  const isStore = path.includes('/postgres/')
  const inLiteral = (literal: string) => {
    if (statement.test(literal)) return replaceIn('sql', literal, words)
    const isTable = isStore && words.topics.includes(literal.slice(1, -1))
    return replaceIn(isTable ? 'sql' : 'literal', literal, words)
  }
  return mapParts(text, {
    code: (code) => replaceIn(isTables ? 'sql' : 'code', code, words),
    comment: (comment) => replaceIn('comment', comment, words),
    literal: inLiteral,
  })
}

type PartMap = Readonly<Record<'code' | 'comment' | 'literal', (part: string) => string>>

/** TypeScript taken apart: what stands in `${}` of a template is code. */
export function mapParts(text: string, map: PartMap): string {
  let end = 0
  const parts = [...text.matchAll(notCode)].flatMap(({ 0: part, index }) => {
    const code = map.code(text.slice(end, index))
    end = index + part.length
    return [code, mapPart(part, map)]
  })
  return [...parts, map.code(text.slice(end))].join('')
}

function mapPart(part: string, map: PartMap): string {
  if (part.startsWith('/')) return map.comment(part)
  if (!part.startsWith('`')) return map.literal(part)
  const isStatement = statement.test(part)
  return part
    .split(/(\$\{[^}]*\})/)
    .map((piece) => {
      if (piece.startsWith('${')) return map.code(piece)
      // Each piece of a statement is one, also behind the first value in it.
      return isStatement && !statement.test(piece)
        ? map.literal(`select${piece}`).slice('select'.length)
        : map.literal(piece)
    })
    .join('')
}

/** One pass: a new name that contains an old one is not replaced again. */
function replaceIn(part: Part, text: string, words: Words): string {
  const old = [words.service, ...words.topics].map(formsOf)
  const any = (form: keyof Forms) => old.map((one) => one[form]).join('|')
  const pattern = new RegExp(
    `(?<![A-Za-z])(?<upper>${any('upper')})(?![A-Za-z])|(?<pascal>${any('pascal')})(?![a-z])|(?<![A-Za-z])(?<lone>${any('kebab')}|${any('camel')}|${any('snake')})(?![a-z])`,
    'g',
  )
  return text.replace(pattern, (match: string, ...rest: unknown[]) => {
    const groups = rest.at(-1) as Readonly<Record<'upper' | 'pascal' | 'lone', string | undefined>>
    const offset = rest.at(-3) as number
    const next = text.slice(offset + match.length, offset + match.length + 1)
    if (groups.upper) return words.to.upper
    if (groups.pascal) return pascalIn(part, next, words.to)
    return /[A-Z]/.test(next) ? words.to.camel : loneIn(part, { match, next, words })
  })
}

function pascalIn(part: Part, next: string, to: Forms): string {
  return part === 'comment' && /^[\s.,]/.test(next) ? capital(to.kebab) : to.pascal
}

type Lone = { readonly match: string; readonly next: string; readonly words: Words }

function loneIn(part: Part, { match, next, words: { topics, to } }: Lone): string {
  if (part === 'code') return to.camel
  if (part !== 'sql' || next === '-') return to.kebab
  if (topics.includes(match)) return to.snake
  return next === '.' && to.kebab.includes('-') ? `"${to.kebab}"` : to.kebab
}

function capital(word: string): string {
  return `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`
}
