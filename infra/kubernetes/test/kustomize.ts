import { execFileSync, spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { parseAllDocuments } from 'yaml'
import type { Resource } from './resource.ts'

export const folder = fileURLToPath(new URL('..', import.meta.url))

/** What somebody may apply. */
export const overlays = ['one-machine', 'production', 'production-scaled'] as const

/** The name of such a folder. */
export type Overlay = (typeof overlays)[number]

/** Why nothing can be built here; undefined when it can. */
export const whyNoKubectl: string | undefined =
  spawnSync('kubectl', ['version', '--client']).status === 0
    ? undefined
    : 'kubectl is not installed'

const built = new Map<Overlay, readonly Resource[]>()

/** The resources of an overlay, as `kubectl apply -k` would send them. */
export function build(overlay: Overlay): readonly Resource[] {
  const known = built.get(overlay) ?? readResources(kustomize(overlay))
  built.set(overlay, known)
  return known
}

/** The text that `kubectl kustomize` prints. */
export function kustomize(overlay: Overlay): string {
  return execFileSync('kubectl', ['kustomize', `${folder}overlays/${overlay}`], {
    encoding: 'utf8',
  })
}

export function readResources(text: string): readonly Resource[] {
  return parseAllDocuments(text).map((document) => document.toJS())
}
