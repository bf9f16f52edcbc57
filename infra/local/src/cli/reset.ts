import { parseArgs } from 'node:util'
import { readRunSettings } from '../config.ts'

import { deleteState } from '../state/delete-state.ts'
import { deleteContainers } from './delete-containers.ts'
import { explainFailure } from './explain-failure.ts'

async function main(): Promise<number> {
  parseArgs({ args: process.argv.slice(2), options: {}, strict: true })
  const { state } = readRunSettings()
  const deleted = [...(await deleteState(state)), ...(await deleteContainers(state))]
  const words =
    deleted.length > 0 ? `Deleted ${deleted.join(' and ')}.` : `There is no state in ${state}.`
  process.stdout.write(`${words}\n`)
  return 0
}

function explain(error: unknown): number {
  process.stderr.write(`${explainFailure(error)}\n`)
  return 1
}

process.exitCode = await main().catch(explain)
