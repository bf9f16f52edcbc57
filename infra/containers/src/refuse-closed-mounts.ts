import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { CannotRun } from './cannot-run.ts'

const infra = fileURLToPath(new URL('../..', import.meta.url))

/** What compose.yaml hands to containers as it lies here. */
export const mounted = ['compose/schemas.sh', 'compose/jaeger', 'compose/jaeger/plain.yaml']

/**
 * Refuses files that only their owner may read: containers run as users of their own.
 *
 * errors: mount-closed
 */
export async function refuseClosedMounts(folder = infra): Promise<void> {
  for (const path of mounted) {
    const stats = await stat(join(folder, path))
    const needed = stats.isDirectory() ? 0o005 : 0o004
    if ((stats.mode & needed) === needed) continue
    throw new CannotRun(
      'mount-closed',
      `Containers run as users of their own and cannot read ${join(folder, path)}: run chmod -R a+rX ${join(folder, 'compose')}; umask 022 keeps the next checkout readable.`,
    )
  }
}
