import { execFileSync } from 'node:child_process'
import { parseAllDocuments } from 'yaml'
import { folder } from './folder.ts'
import { kubectl } from './kubectl.ts'
import type { Resource } from './resource.ts'

/** What somebody may apply. */
export const overlays = ['one-machine', 'production', 'production-scaled'] as const

/** The name of such a folder. */
export type Overlay = (typeof overlays)[number]

const built = new Map<Overlay, readonly Resource[]>()

/** The resources of an overlay, as `kubectl apply -k` would send them. */
export function build(overlay: Overlay): readonly Resource[] {
  const known = built.get(overlay) ?? readResources(kustomize(overlay))
  built.set(overlay, known)
  return known
}

/** The text that `kubectl kustomize` prints. */
export function kustomize(overlay: Overlay): string {
  return execFileSync(kubectl, ['kustomize', `${folder}overlays/${overlay}`], {
    encoding: 'utf8',
  })
}

export function readResources(text: string): readonly Resource[] {
  return parseAllDocuments(text).map((document) => document.toJS())
}
