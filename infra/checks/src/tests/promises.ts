/** A group of promises as docs/promises.md has it. */
export type Group = { readonly about: string; readonly ids: readonly string[] }

/** What the tests of a run said about the promises. */
export type Proofs = {
  /** The ids of tests that passed, as often as they did. */
  readonly proved: readonly string[]
  /** The ids of tests that were skipped; each skip prints its reason. */
  readonly skipped: readonly string[]
}

/** Of a suite whose tests prove nothing of that page. */
export const noProofs: Proofs = { proved: [], skipped: [] }

/** Reads docs/promises.md: headings are groups, and the first cell of a row is an id. */
export function readPromises(text: string): Group[] {
  return text
    .split(/^## /m)
    .slice(1)
    .map((section) => ({
      about: section.split('\n', 1)[0]?.trim() ?? '',
      ids: [...section.matchAll(/^\| ([A-Z]\d+) \| [^|]*\S[^|]* \|$/gm)].map(([, id = '']) => id),
    }))
}

// A letter and at most two digits: P0001 is a code of PostgreSQL that tests may name, not a promise.
const ids = /(?:^|> )((?:[A-Z]\d{1,2} )+)/g

/** The ids that a test's full name carries, its groups' included: `client > B2 R9 loses nothing`. */
export function promisesOf(fullName: string): string[] {
  return [...fullName.matchAll(ids)].flatMap(([, found = '']) => found.trim().split(' '))
}

/** A line for each group, with how often each promise was proved, and what is wrong in sentences. */
export function judgePromises(groups: readonly Group[], { proved, skipped }: Proofs) {
  const times = Map.groupBy(proved, (id) => id)
  const known = groups.flatMap((group) => group.ids)
  const lines = groups.map(({ about, ids }) => {
    const counts = ids.map((id) => `${id}×${times.get(id)?.length ?? 0}`)
    return `${about.padEnd(30)}${counts.join(' ')}`
  })
  const missing = known.filter((id) => !times.has(id) && !skipped.includes(id))
  const unknown = [...new Set([...proved, ...skipped])].filter((id) => !known.includes(id))
  const twice = known.filter((id, index) => known.indexOf(id) !== index)
  const failures = [
    ...missing.map((id) => `no test of promise ${id} passed`),
    ...unknown.map((id) => `a test names ${id}, which docs/promises.md does not have`),
    ...twice.map((id) => `docs/promises.md has ${id} twice`),
  ]
  return { lines, failures }
}
