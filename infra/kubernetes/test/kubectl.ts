import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { readArtifactSettings } from '@tailspan/local'
import { folder } from './folder.ts'

const pinned: Readonly<Record<'kubernetes' | 'etcd', string>> = JSON.parse(
  readFileSync(`${folder}versions.json`, 'utf8'),
)

/** Where `build-api-server.sh` leaves a program that it has built. */
export function builtProgram(name: string, of: keyof typeof pinned): string {
  return `${readArtifactSettings().cacheDir}/bin/${name}-${pinned[of]}`
}

/** The machine's own, or the one that was built here. */
export const kubectl: string =
  ['kubectl', builtProgram('kubectl', 'kubernetes')].find(
    (command) => spawnSync(command, ['version', '--client']).status === 0,
  ) ?? ''

/** Why nothing can be built here; undefined when it can. */
export const whyNoKubectl: string | undefined =
  kubectl === ''
    ? 'there is no kubectl (infra/kubernetes/build-api-server.sh builds one into the cache)'
    : undefined
