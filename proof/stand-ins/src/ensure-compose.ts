import { hasComposePlugin } from '@tailspan/containers'
import { buildGoProgram } from './go-program.ts'
import type { Making } from './recipe.ts'

/** Makes sure that `docker compose` can be run, and says how. */
export async function ensureCompose(making: Pick<Making, 'cacheDir' | 'tell'>): Promise<string> {
  if (await hasComposePlugin()) return 'installed'
  const program = await buildGoProgram('docker-compose', making)
  return `${program} (npm start finds it; for docker compose link it into ~/.docker/cli-plugins as docker-compose)`
}
