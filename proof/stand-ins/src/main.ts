import { findEngine } from '@tailspan/containers'
import { readArtifactSettings } from '@tailspan/local'
import { ensureCompose } from './ensure-compose.ts'
import { ensureImage, type Origin } from './ensure-image.ts'
import { recipes } from './recipes.ts'

const words: Readonly<Record<Origin, string>> = {
  official: 'the official image',
  pulled: 'the official image, pulled',
  'stand-in': 'a STAND-IN, made earlier',
  made: 'a STAND-IN, made now',
}

async function main(): Promise<number> {
  const engine = await findEngine()
  if (!engine.answers) {
    process.stderr.write(`Stand-ins are made on a container engine, and ${engine.reason}.\n`)
    return 1
  }
  const tell = (line: string) => void process.stderr.write(`… ${line}\n`)
  const { cacheDir } = readArtifactSettings()
  for (const recipe of recipes) {
    const origin = await ensureImage(recipe, { cacheDir, tell })
    process.stdout.write(`${recipe.image.padEnd(38)}${words[origin]}\n`)
  }
  process.stdout.write(`${'docker compose'.padEnd(38)}${await ensureCompose({ cacheDir, tell })}\n`)
  return 0
}

function explain(error: unknown): number {
  const failed = error as Error & { readonly output?: string }
  process.stderr.write(`${failed.output ?? failed.stack}\n`)
  return 1
}

process.exitCode = await main().catch(explain)
