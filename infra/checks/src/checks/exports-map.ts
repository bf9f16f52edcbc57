import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Package } from '../tree/packages.ts'

type Entry = Readonly<Record<string, string>>

/** Each export has its source for us, its types and its built output for everybody else, in step. */
export function exportsFaults(root: string, packages: readonly Package[]): string[] {
  return packages
    .filter(({ manifest }) => manifest.exports !== undefined)
    .flatMap(({ folder, manifest }) => {
      const doors = doorsOf(manifest.exports)
      return doors.flatMap(([door, entry]) =>
        faultsOf({ place: join(root, folder), door, entry }).map(
          (fault) => `${folder}/package.json: ${fault}`,
        ),
      )
    })
}

function doorsOf(exported: unknown): [string, Entry][] {
  const named = typeof exported === 'object' && exported !== null
  return named ? Object.entries(exported as Record<string, Entry>) : [['.', {}]]
}

type Door = { readonly place: string; readonly door: string; readonly entry: Entry }

function faultsOf({ place, door, entry }: Door): string[] {
  const source = entry['@tailspan/source']
  // package.json itself may be shown as it is: there is nothing to build about it.
  if (door === './package.json') return []
  if (!source) return [`export "${door}" as @tailspan/source, types and default.`]
  if (!existsSync(join(place, source))) return [`exports ${source}, which does not exist.`]
  const built = source.replace('/src/', '/dist/').replace(/[.]ts$/, '')
  const inStep = entry.default === `${built}.js` && entry.types === `${built}.d.ts`
  return inStep ? [] : [`${source} is built to ${built}.js, with ${built}.d.ts.`]
}
