import { readFileSync } from 'node:fs'

const page = new URL('../../docs/faults.md', import.meta.url)

/** The trace that docs/faults.md shows below a heading: what is shown there is what Jaeger has. */
export function documentedTrace(heading: string): string {
  const text = readFileSync(page, 'utf8')
  const section = text.split(/^## /m).find((part) => part.startsWith(`${heading}\n`))
  const [, trace] = /^```trace\n(.*?)^```$/ms.exec(section ?? '') ?? []
  if (!trace) throw new Error(`docs/faults.md shows no trace below "${heading}"`)
  return trace
}
