import { dirname, join } from 'node:path'
import { doorExports, undocumented } from '../tree/exports.ts'
import type { SourceFile } from './line-rules.ts'

/** Everything that a library's front door shows has a doc comment where it is declared (rule 14). */
export function docFaults(files: readonly SourceFile[]): string[] {
  const texts = new Map(files.map(({ path, text }) => [path, text]))
  return files
    .filter(({ path }) => /^libs\/[^/]+\/src\/(index|vitest)[.]ts$/.test(path))
    .flatMap(({ path, text }) =>
      doorExports(text).flatMap(({ module, names }) => {
        const source = join(dirname(path), module)
        return undocumented(texts.get(source) ?? '', names).map(
          (name) => `${source}: rule 14: ${name} is exported without a sentence about it.`,
        )
      }),
    )
}
