import type { Tree } from '../tree.ts'
import { formsOf, mapParts } from './words.ts'

/** The files whose code needs a service of this name: names it in a string, asks for its address, leads to its folder. */
export function filesNaming(tree: Tree, name: string, scope: string): readonly string[] {
  const { upper } = formsOf(name)
  const inLiteral = new RegExp(
    [
      `^.${name}.$`,
      `\\b(SERVER|CLIENT|PRODUCER|CONSUMER|INTERNAL) ${name}\\b`,
      `(\\b(from|into|update|table|trigger|function)\\s+|\\s)"?${name}"?\\.[a-z]`,
    ].join('|'),
    'im',
  )
  const anywhere = new RegExp(`services/${name}/|\\b${upper}_URL\\b|${scope}/${name}['"/]`)
  const link = new RegExp(`\\]\\([^)]*services/${name}/`)
  const names = (path: string, text: string) => {
    if (path.endsWith('.md')) return link.test(text)
    if (anywhere.test(text)) return true
    return /[.]m?ts$/.test(path) && literalsOf(text).some((one) => inLiteral.test(one))
  }
  return [...tree]
    .filter(([path, text]) => isMaintained(path) && names(path, text))
    .map(([path]) => path)
}

/** Libraries and dashboards know no service, and the template knows none by name: what they name is an example. */
function isMaintained(path: string): boolean {
  return !/^(libs\/|infra\/(template|dashboards)\/|(CHANGELOG[.]md|pnpm-lock[.]yaml|[.]template[.]json)$)/.test(
    path,
  )
}

function literalsOf(text: string): readonly string[] {
  const literals: string[] = []
  const ignore = () => ''
  mapParts(text, {
    code: ignore,
    comment: ignore,
    literal: (one) => {
      literals.push(one)
      return ''
    },
  })
  return literals
}
