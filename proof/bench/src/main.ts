import type { Measured } from './entry.ts'
import { judge } from './judge.ts'
import { type BenchOptions, readBenchOptions } from './options.ts'
import { findCommit } from './shop/against/git.ts'
import { toTable } from './table.ts'

async function main(args: readonly string[]): Promise<number> {
  const options = readBenchOptions(args)
  // Before anything is measured: a wrong name is not to be found out after half an hour.
  if (options.against !== undefined) await findCommit(options.against)
  const measured = await measureAll(options)
  const results = measured.map(judge)
  const text = options.json ? JSON.stringify(results, null, 2) : toTable(results, measured)
  process.stdout.write(`${text}\n`)
  // A goal that is missed is published, not hidden behind an exit code that nobody reads.
  return 0
}

async function measureAll({ entries, ...effort }: BenchOptions): Promise<Measured[]> {
  const measured: Measured[] = []
  const tell = (words: string) => void process.stderr.write(`${words}\n`)
  for (const entry of entries) {
    const how = entry.takesClient ? { client: effort.client } : {}
    for (const one of await entry.measure(effort, tell)) measured.push({ ...one, ...how })
  }
  return measured
}

function explain(error: unknown): number {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`)
  return 1
}

process.exitCode = await main(process.argv.slice(2)).catch(explain)
