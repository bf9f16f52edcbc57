import { run } from '@tailspan/containers'

/** On everything that a run makes: its own process id, so that others can see whether it still lives. */
export const ownerLabel = 'tailspan.e2e.owner'

/** On every container: its name on its network. */
export const partLabel = 'tailspan.e2e.part'

/** The labels of this run. */
export const ownLabels = { [ownerLabel]: String(process.pid) }

/** Removes what runs left on the engine that have died, and what this one left. */
export async function sweep(): Promise<void> {
  await removeDead(['ps', '--all'], ['rm', '--force', '--volumes'])
  await removeDead(['network', 'ls'], ['network', 'rm'])
}

async function removeDead(list: string[], remove: string[]): Promise<void> {
  const shape = [
    '--filter',
    `label=${ownerLabel}`,
    '--format',
    `{{.ID}} {{.Label "${ownerLabel}"}}`,
  ]
  const lines = await run('docker', [...list, ...shape])
  const left = lines
    .split('\n')
    .filter(Boolean)
    .map((line) => line.split(' '))
  const dead = left.filter(([, owner]) => isGone(Number(owner))).flatMap(([id = '']) => id)
  if (dead.length > 0) await run('docker', [...remove, ...dead])
}

function isGone(owner: number): boolean {
  if (owner === process.pid) return true
  try {
    return !process.kill(owner, 0)
  } catch {
    return true
  }
}
