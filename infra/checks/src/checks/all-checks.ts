import type { Check } from './check.ts'
import { dependencies } from './dependencies.ts'
import { laws } from './laws.ts'
import { links } from './links.ts'
import { manifests } from './manifests.ts'
import { readmes } from './readmes.ts'
import { sizes } from './sizes.ts'
import { style } from './style.ts'
import { build, format, lint, types } from './tool-checks.ts'
import { words } from './words.ts'

/** Every check, the quick ones first. */
export const allChecks: readonly Check[] = [
  format,
  lint,
  types,
  build,
  laws,
  manifests,
  sizes,
  style,
  words,
  readmes,
  links,
  dependencies,
]
