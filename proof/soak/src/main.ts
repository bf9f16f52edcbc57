import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createProgress, openShopAt } from '@tailspan/experiment'
import { stopLeftBehind } from '@tailspan/local'
import { readSoakOptions } from './options.ts'
import { soak } from './soak.ts'
import { toJson, toText } from './summary.ts'

// Beside the state of `npm start`, so that both can run at once.
const state = fileURLToPath(new URL('../../../.tailspan/soak', import.meta.url))

async function main(args: readonly string[], signal: AbortSignal): Promise<number> {
  const options = readSoakOptions(args)
  const progress = createProgress(process.stderr)
  progress.note(`starting the system, its logs are in ${join(state, 'logs')}`)
  await stopLeftBehind(state)
  await rm(state, { recursive: true, force: true })
  // The mail catcher keeps every mail in memory: it would be what runs full.
  const services = ['order', 'inventory', 'pricing'] as const
  await using shop = await openShopAt(state, { services, signal })
  const result = await soak({ shop, progress, signal }, options)
  progress.note('')
  const text = options.json ? JSON.stringify(toJson(result, options)) : toText(result)
  process.stdout.write(`${text}\n`)
  return result.violations.length === 0 && !signal.aborted ? 0 : 1
}

function untilSignal(): AbortSignal {
  const off = new AbortController()
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(name, () => off.abort(new Error(`ended by ${name}`)))
  return off.signal
}

function explain(error: unknown): number {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`)
  return 1
}

process.exitCode = await main(process.argv.slice(2), untilSignal()).catch(explain)
