import { posix } from 'node:path'
import { type Cut, cuts } from './cuts.ts'
import { Refusal } from './refusal.ts'
import type { Tree } from './tree.ts'

const isProof = (path: string) => path.startsWith('proof/')
const commands = /`npm run (bench|lab|soak|images)\b/

/** The tree without `proof/` and without every line elsewhere that exists for it. */
export function stripProof(tree: Tree): Tree {
  if (![...tree.keys()].some(isProof))
    throw new Refusal('There is no folder proof/: nothing to strip.')
  const kept = new Map([...tree].filter(([path]) => !isProof(path)))
  for (const { path, cut, put = '' } of cutsOf(tree)) {
    const text = kept.get(path) ?? ''
    if (!text.includes(cut))
      throw new Refusal(
        `${path} has changed: "${cut.trim()}" is not there any more. Mend infra/template/src/cuts.ts.`,
      )
    kept.set(path, text.replace(cut, put))
  }
  for (const [path, text] of kept)
    if (path === 'CHANGELOG.md')
      kept.set(path, text.replaceAll(/\[([^\]]*)\]\(proof\/[^)]*\)/g, '$1'))
    else if (path.endsWith('.md')) kept.set(path, stripPage(path, text))
  return withoutUnusedPackages(kept)
}

/** The passages to cut, with the scope that the packages have by now. */
export function cutsOf(tree: Tree): readonly Cut[] {
  const { name = '' } = JSON.parse(tree.get('infra/template/package.json') ?? '{}')
  const [scope] = name.split('/')
  return cuts.map((one) => ({ ...one, cut: one.cut.replace('SCOPE', scope) }))
}

/** A page without the blocks that speak of what is gone: table rows, list items, paragraphs. */
function stripPage(page: string, text: string): string {
  const leadsToProof = (block: string) =>
    commands.test(block) ||
    [...block.matchAll(/\]\(([^)#\s]+)/g)].some(([, target = '']) =>
      /^proof(\/|$)/.test(posix.join(posix.dirname(page), target)),
    )
  const parentheses = / \([^()]*`npm run (?:bench|lab|soak|images)\b[^()]*\)/g
  const measured = /; \[measured\]\([^)]*proof[^)]*\)/g
  return text
    .replaceAll(parentheses, '')
    .replaceAll(measured, '')
    .split('\n\n')
    .flatMap((paragraph) => {
      const isList = /^(\||- |\d+[.] )/.test(paragraph)
      if (!isList) return leadsToProof(paragraph) ? [] : [paragraph]
      const items = paragraph.split(/\n(?=\||- |\d+[.] )/)
      const left = items.filter((item) => !leadsToProof(item))
      return left.length > 0 ? [left.join('\n')] : []
    })
    .join('\n\n')
    .replace(/\n*$/, '\n')
}

/** Versions and reasons of packages that nothing depends on any more go with the code that did. */
function withoutUnusedPackages(tree: Map<string, string>): Tree {
  const manifests = [...tree].filter(([path]) => path.endsWith('package.json'))
  const used = new Set(manifests.flatMap(([, text]) => dependenciesOf(text)))
  const workspace = tree.get('pnpm-workspace.yaml') ?? ''
  const pinned = new Set(
    [...workspace.matchAll(/^ {2}"?([^":\n]+)"?: "?catalog:/gm)].map(([, name]) => name),
  )
  const isNeeded = (name: string) => used.has(name) || pinned.has(name)
  tree.set(
    'pnpm-workspace.yaml',
    workspace.replace(/^catalog:\n(?: {2}.*\n)*/m, (block) =>
      filterLines(block, /^ {2}"?([^":\s#]+)"?:/, isNeeded),
    ),
  )
  const page = 'docs/dependencies.md'
  tree.set(
    page,
    filterLines(tree.get(page) ?? '', /^\| `([^`]+)` \|/, (name) => used.has(name)),
  )
  return tree
}

function dependenciesOf(manifest: string): string[] {
  const { dependencies, devDependencies, peerDependencies } = JSON.parse(manifest)
  return Object.keys({ ...dependencies, ...devDependencies, ...peerDependencies })
}

function filterLines(text: string, pattern: RegExp, isKept: (name: string) => boolean): string {
  const lines = text.split('\n')
  return lines
    .filter((line) => isKept(pattern.exec(line)?.[1] ?? '') || !pattern.test(line))
    .join('\n')
}
