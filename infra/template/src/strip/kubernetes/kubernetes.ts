import { hasFolder } from '../../tree.ts'
import { withoutRowsOf } from '../counted-rows.ts'
import { withoutDeadLinks } from '../dead-links.ts'
import { withoutUnusedPackages } from '../packages.ts'
import type { Part } from '../part.ts'
import { cuts, shopCuts } from './cuts.ts'
import { measuredCuts } from './production-cuts.ts'

const own = [
  'infra/kubernetes/',
  'infra/compose/kustomization.yaml',
  'infra/template/src/service/kubernetes-places.ts',
]

/** The manifests, their checks, and what pages say of a cluster that runs them. */
export const kubernetes: Part = {
  what: 'the Kubernetes manifests',
  isOwn: (path) => own.some((start) => path.startsWith(start)),
  cuts: (tree) => [
    ...cuts,
    ...(hasFolder(tree, 'proof/') ? measuredCuts : []),
    ...(hasFolder(tree, 'services/order/') ? shopCuts : []),
  ],
  finish(tree) {
    // What was done stays done; only its links would lead nowhere.
    const history = withoutDeadLinks(tree, (path) => path === 'CHANGELOG.md')
    return withoutUnusedPackages(withoutRowsOf(history, 'kubernetes'))
  },
}
