import { run } from '@tailspan/containers'
import { uniqueId } from '@tailspan/testkit'
import { removeContainer } from './container.ts'
import type { Ground } from './ground.ts'
import { ownLabels, partLabel } from './labels.ts'

/** Makes a network and returns its name. */
export async function openNetwork(): Promise<string> {
  const name = uniqueId('tailspan-e2e')
  const labels = Object.entries(ownLabels).flatMap(([key, value]) => ['--label', `${key}=${value}`])
  await run('docker', ['network', 'create', ...labels, name])
  return name
}

/** Removes a network with every container on it, also those that never served; their logs are kept. */
export async function closeNetwork({ network, logs }: Ground): Promise<void> {
  const format = `{{.ID}} {{.Label "${partLabel}"}}`
  const all = ['ps', '--all', '--filter', `network=${network}`, '--format', format]
  const lines = (await run('docker', all)).split('\n').filter(Boolean)
  await Promise.all(
    lines.map((line) => {
      const [id = '', name = ''] = line.split(' ')
      return removeContainer(id, { name, logs })
    }),
  )
  await run('docker', ['network', 'rm', network])
}
