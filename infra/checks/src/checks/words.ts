import { isMarkdown, isSource } from '../tree/file-kinds.ts'
import { listFiles } from '../tree/list-files.ts'
import { readText } from '../tree/packages.ts'
import type { Check } from './check.ts'

/** Expressions that readers stumbled over, and what the trade says. */
const refused: readonly (readonly [pattern: RegExp, say: string])[] = [
  [/\bhears\b/i, 'consumes, receives, is called with'],
  [/\btold of\b/i, 'notified of, reported'],
  [/\bgiven (it |them )?up\b/i, 'dead-lettered, parked, abandoned'],
  // Small letters: as a part of a name, `gaveUp`, it may stay.
  [/\b[Gg](ave|ives) (it |them )?up\b/, 'dead-letters, parks, abandons, ends'],
  [/\bgoodbye\b/i, 'disconnect, leave, FIN'],
  [/\bcomes? again\b/i, 'is redelivered, is retried'],
  [/\bfor ?ever\b/i, 'until stopped, without limit, permanently'],
  [/\bfor nothing\b/i, 'in vain, is discarded'],
  [/\bwhoever\b/i, 'the caller, the client, the instance that'],
  [/\bundertaker\b/i, 'kill scheduler'],
  [/\bunsaid\b/i, 'deferred, not acknowledged'],
  [/\bverdicts?\b/i, 'outcome, result'],
]

// The check and its bad examples have to name what it refuses.
const named = new Set(['infra/checks/src/checks/words.ts', 'infra/checks/test/bad-files.ts'])

/** No source file, no page and no path uses a refused expression; on a page one that is quoted stands in backticks. */
export const words: Check = {
  name: 'words',
  why: 'The code is read by people who search for the words of the trade: docs/style.md, "Plain words".',
  async run(root) {
    const all = await listFiles(root)
    const paths = all.filter((path) => isSource(path) || isMarkdown(path))
    const findings = await Promise.all(
      paths
        .filter((path) => !named.has(path))
        .map(async (path) => wordFaults(path, await readText(root, path))),
    )
    const nothing = paths.length === 0 ? ['there is no file to read'] : []
    return {
      findings: [...nothing, ...all.flatMap(pathFaults), ...findings.flat()],
      seen: `${paths.length} files`,
    }
  },
}

/** Each line of a text with a refused expression, and what to say instead. */
export function wordFaults(path: string, text: string): string[] {
  return text.split('\n').flatMap((line, index) => {
    const unquoted = isMarkdown(path) ? line.replaceAll(/`[^`]*`/g, '') : line
    return faultsOf(unquoted, `${path}:${index + 1}`)
  })
}

function pathFaults(path: string): string[] {
  return faultsOf(path, path)
}

function faultsOf(text: string, at: string): string[] {
  const plain = toWords(text)
  return refused.flatMap(([pattern, say]) => {
    const found = pattern.exec(plain)?.[0]
    return found === undefined ? [] : [`${at}: "${found}": say ${say}.`]
  })
}

/** The words of names, too: of `drainForEver`, `given-up/find.ts` and `GIVEN_UP`. */
function toWords(text: string): string {
  return text.replaceAll(/(?<=[a-z0-9])(?=[A-Z])|[-_]/g, ' ')
}
