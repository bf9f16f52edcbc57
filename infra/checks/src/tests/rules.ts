/** The rules that have tests, by what they are about; a test's name begins with the ids it proves. */
export const rules: Readonly<Record<string, readonly string[]>> = {
  'scope and detach': range('D', 12),
  'background tasks': range('B', 13),
  'request signal': range('R', 20),
  groups: range('G', 14),
  'HTTP drain': ['H1', 'H2', 'H3', 'H4', 'H5', 'H6', 'H8', 'H9'],
  'stop order': range('S', 9),
  'debug listener': range('P', 8),
  outbox: range('O', 10),
  consumer: range('C', 11),
  traces: range('T', 10),
}

const ids = /(?:^|> )((?:[A-Z]\d+ )+)/g

/** The ids that a test's full name carries, its groups' included: `client > B2 R9 loses nothing`. */
export function rulesOf(fullName: string): string[] {
  return [...fullName.matchAll(ids)].flatMap(([, found = '']) => found.trim().split(' '))
}

/** A line for each group of rules, with how often each was proved, and the rules that nothing proves. */
export function tellRules(proved: readonly string[]): { lines: string[]; missing: string[] } {
  const times = Map.groupBy(proved, (id) => id)
  const lines = Object.entries(rules).map(([about, list]) => {
    const told = list.map((id) => `${id}×${times.get(id)?.length ?? 0}`)
    return `${about.padEnd(18)}${told.join(' ')}`
  })
  return {
    lines,
    missing: Object.values(rules)
      .flat()
      .filter((id) => !times.has(id)),
  }
}

function range(letter: string, last: number): string[] {
  return Array.from({ length: last }, (_, i) => `${letter}${i + 1}`)
}
