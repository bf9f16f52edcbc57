import { withoutUnusedPackages } from '../packages.ts'
import type { Part } from '../part.ts'
import { cuts } from './cuts.ts'
import { withoutProof } from './pages.ts'

/** The folder `proof/`: bench, fault lab, soak, stand-in images, performance pages. */
export const proof: Part = {
  what: 'what proves and measures',
  isOwn: (path) => path.startsWith('proof/'),
  cuts: () => cuts,
  finish(tree) {
    for (const [path, text] of tree)
      if (path.endsWith('.md')) tree.set(path, withoutProof(path, text))
    return withoutUnusedPackages(tree)
  },
}
