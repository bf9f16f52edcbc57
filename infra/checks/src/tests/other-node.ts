import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Another line of Node, installed under a name of its own beside the one that runs everything. */
export function otherNode(name: 'node22' | 'node26'): string {
  // The package has no exports map; its manifest is the one file that any resolver finds.
  const manifest = import.meta.resolve(`${name}/package.json`)
  return join(dirname(fileURLToPath(manifest)), 'bin', 'node')
}
