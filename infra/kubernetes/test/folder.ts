import { fileURLToPath } from 'node:url'

/** Where the manifests are. */
export const folder = fileURLToPath(new URL('..', import.meta.url))
