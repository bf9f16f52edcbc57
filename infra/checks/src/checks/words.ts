import { isMarkdown, isSource } from '../tree/file-kinds.ts'
import { listFiles } from '../tree/list-files.ts'
import { readText } from '../tree/packages.ts'
import type { Check } from './check.ts'

/** Expressions that readers stumbled over, and what the trade says. */
const refused: readonly (readonly [pattern: RegExp, say: string])[] = [
  [/\bhears\b/i, 'consumes, receives, is called with'],
  [/\btold of\b/i, 'notified of, reported'],
  [/\bgiven up\b/i, 'dead-lettered, parked, abandoned'],
  [/\bgoodbye\b/i, 'disconnect, leave, FIN'],
  [/\bcomes? again\b/i, 'is redelivered, is retried'],
  // Without a boundary before it: also at the end of a name, `drainForEver`.
  [/for ?ever\b/i, 'until stopped, without limit, permanently'],
  [/\bfor nothing\b/i, 'in vain, is discarded'],
  [/\bwhoever\b/i, 'the caller, the client, the instance that'],
  [/\bundertaker\b/i, 'kill scheduler'],
  [/\bunsaid\b/i, 'deferred, not acknowledged'],
]

// The check and its bad examples have to name what it refuses.
const named = new Set(['infra/checks/src/checks/words.ts', 'infra/checks/test/bad-files.ts'])

/** No source file and no page uses a refused expression; one that is quoted stands in backticks. */
export const words: Check = {
  name: 'words',
  why: 'The code is read by people who search for the words of the trade: docs/style.md, "Plain words".',
  async run(root) {
    const paths = (await listFiles(root)).filter((path) => isSource(path) || isMarkdown(path))
    const findings = await Promise.all(
      paths
        .filter((path) => !named.has(path))
        .map(async (path) => wordFaults(path, await readText(root, path))),
    )
    const nothing = paths.length === 0 ? ['there is no file to read'] : []
    return { findings: [...nothing, ...findings.flat()], seen: `${paths.length} files` }
  },
}

/** Each line of a text with a refused expression, and what to say instead. */
export function wordFaults(path: string, text: string): string[] {
  return text.split('\n').flatMap((line, index) => {
    const plain = isMarkdown(path) ? line.replaceAll(/`[^`]*`/g, '') : line
    return refused
      .filter(([pattern]) => pattern.test(plain))
      .map(([pattern, say]) => `${path}:${index + 1}: "${pattern.exec(plain)?.[0]}": say ${say}.`)
  })
}
