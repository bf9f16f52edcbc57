import { parseArgs } from 'node:util'
import { CannotStart } from '../cannot-start.ts'
import { readRunSettings } from '../config.ts'
import { deleteState } from '../system/delete-state.ts'

async function main(): Promise<number> {
  parseArgs({ args: process.argv.slice(2), options: {}, strict: true })
  const { state } = readRunSettings()
  const deleted = await deleteState(state)
  const words =
    deleted.length > 0 ? `Deleted ${deleted.join(' and ')}.` : `There is no state in ${state}.`
  process.stdout.write(`${words}\n`)
  return 0
}

function explain(error: Error): number {
  const isKnown = error instanceof CannotStart || error.message.startsWith('Unknown option')
  process.stderr.write(`${isKnown ? error.message : error.stack}\n`)
  return 1
}

process.exitCode = await main().catch(explain)
