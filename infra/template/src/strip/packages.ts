import type { Tree } from '../tree.ts'

/** Versions and reasons of packages that nothing depends on any more go with the code that did. */
export function withoutUnusedPackages(files: Tree): Tree {
  const tree = new Map(files)
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
