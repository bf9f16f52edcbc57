import { hasFolder, type Tree } from '../../tree.ts'
import { withoutDeadLinks } from '../dead-links.ts'
import { withoutUnusedPackages } from '../packages.ts'
import type { Part } from '../part.ts'
import { withoutUnprovedPromises } from '../promises.ts'
import { codeCuts, platformaticCuts } from './code-cuts.ts'
import { kubernetesCuts, shopOnly } from './kubernetes-cuts.ts'
import { pageCuts } from './page-cuts.ts'
import { settleStarter } from './starter.ts'

const services = /^services\/(?:order|inventory|pricing|notification)\//
const others = [
  ...shopOnly,
  'infra/console/',
  'infra/experiment/',
  'infra/exercises/',
  'infra/checks/src/tests/containers.ts',
  'infra/containers/src/build-console.ts',
  'infra/containers/src/console-image.test.ts',
  'infra/dashboards/src/request-to-effect/mails.ts',
  'infra/alerts/runbooks/mails-deferred.md',
  'docs/faults.md',
  'docs/pictures/',
]

/** The shop: its services, contracts, end-to-end tests, faults and pages. Two small services take its place. */
export const demo: Part = {
  what: 'the shop',
  implies: ['proof', 'mistakes'],
  isOwn: (path) => services.test(path) || others.some((other) => path.startsWith(other)),
  cuts: (tree) => [
    ...codeCuts,
    ...pageCuts,
    ...(hasFolder(tree, 'infra/kubernetes/') ? kubernetesCuts : []),
    ...(hasFolder(tree, 'libs/kafka/src/client/platformatic/') ? platformaticCuts : []),
  ],
  finish: (tree) =>
    [settleStarter, withoutDeadLinks, withoutUnprovedPromises, withoutUnusedPackages].reduce(
      (files: Tree, step) => step(files),
      tree,
    ),
}
