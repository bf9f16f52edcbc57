import { join } from 'node:path'
import { type Manifest, readJson, readPackages, readText } from '../tree/packages.ts'
import type { Check } from './check.ts'

const document = 'docs/dependencies.md'

/** Each package from outside has a row with its reason in docs/dependencies.md, and no row is stale. */
export const dependencies: Check = {
  name: 'dependencies',
  why: `Every package from outside is somebody else's code in our process: ${document} says what it is for.`,
  async run(root) {
    const used = await readOutsiders(root)
    const rows = await readRows(root)
    const missing = [...used].filter((name) => !rows.has(name))
    const stale = [...rows.keys()].filter((name) => !used.has(name))
    const mute = [...rows].filter(([, reason]) => reason === '').map(([name]) => name)
    return {
      findings: [
        ...missing.map((name) => `${document}: ${name} has no row.`),
        ...stale.map((name) => `${document}: nobody depends on ${name} any more.`),
        ...mute.map((name) => `${document}: ${name} has no reason.`),
      ],
      seen: `${used.size} packages from outside`,
    }
  },
}

async function readOutsiders(root: string): Promise<Set<string>> {
  const main = await readJson<Manifest>(join(root, 'package.json'))
  const all = [main, ...(await readPackages(root)).map(({ manifest }) => manifest)]
  const names = all.flatMap((one) =>
    Object.keys({ ...one.dependencies, ...one.devDependencies, ...one.peerDependencies }),
  )
  return new Set(names.filter((name) => !name.startsWith('@tailspan/')))
}

async function readRows(root: string): Promise<Map<string, string>> {
  const rows = (await readText(root, document)).matchAll(/^\| `([^`]+)` \|(.*)\|\s*$/gm)
  return new Map([...rows].map(([, name = '', cells = '']) => [name, lastCell(cells)]))
}

function lastCell(cells: string): string {
  return cells.split('|').at(-1)?.trim() ?? ''
}
