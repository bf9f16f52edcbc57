import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The next line of Node, installed under a name of its own beside the one that runs everything. */
export function otherNode(): string {
  // The package has no exports map; its manifest is the one file that any resolver finds.
  return join(dirname(fileURLToPath(import.meta.resolve('node26/package.json'))), 'bin', 'node')
}
