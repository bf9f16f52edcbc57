import { isSource } from '../tree/file-kinds.ts'
import { listFiles } from '../tree/list-files.ts'
import { readText } from '../tree/packages.ts'
import type { Check } from './check.ts'
import { docFaults } from './doc-comments.ts'
import { lineFaults } from './line-rules.ts'

/** The rules of docs/style.md that Biome has no rule for. */
export const style: Check = {
  name: 'style',
  why: 'docs/style.md gives the reason for each rule by its number.',
  async run(root) {
    const paths = (await listFiles(root)).filter(isSource)
    const files = await Promise.all(
      paths.map(async (path) => ({ path, text: await readText(root, path) })),
    )
    const nothing = files.length === 0 ? ['there is no source file'] : []
    const findings = [...nothing, ...files.flatMap(lineFaults), ...docFaults(files)]
    return { findings, seen: `${files.length} files` }
  },
}
