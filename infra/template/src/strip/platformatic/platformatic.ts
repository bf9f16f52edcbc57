import { hasFolder, type Tree } from '../../tree.ts'
import { withoutRowsOf } from '../counted-rows.ts'
import { withoutDeadLinks } from '../dead-links.ts'
import { withoutUnusedPackages } from '../packages.ts'
import type { Part } from '../part.ts'
import { withoutUnprovedPromises } from '../promises.ts'
import { libraryCuts } from './library-cuts.ts'
import { pageCuts } from './page-cuts.ts'
import { proofCuts } from './proof-cuts.ts'
import { kubernetesCuts, settingCuts } from './setting-cuts.ts'
import { shopCuts } from './shop-cuts.ts'
import { testCuts } from './test-cuts.ts'

const own = [
  'libs/kafka/src/client/platformatic/',
  'libs/kafka/test/port/differences.test.ts',
  'libs/kafka/test/loaded-client.test.ts',
  'libs/kafka/test/programs/tell-clients.ts',
  'libs/config/src/kafka-client.',
  'infra/testkit/src/reading/read-assigned-members.ts',
  'docs/adr/0009-a-second-kafka-client.md',
  'docs/upstream/platformatic-kafka.md',
  ...['bench', 'lab'].flatMap((name) => [
    `proof/${name}/with-either-client.md`,
    `proof/${name}/src/read-client.`,
  ]),
  // It compares what this client alone can do.
  'proof/bench/src/rebalance/',
]

/** The second Kafka client, the settings that choose it, and what is said of the choice; the port stays. */
export const platformatic: Part = {
  what: 'the second Kafka client',
  isOwn: (path) => own.some((start) => path.startsWith(start)),
  cuts: (tree) => [
    ...libraryCuts,
    ...settingCuts,
    ...testCuts,
    ...pageCuts,
    ...(hasFolder(tree, 'infra/kubernetes/') ? kubernetesCuts : []),
    ...(hasFolder(tree, 'proof/') ? proofCuts : []),
    ...(hasFolder(tree, 'services/order/') ? shopCuts : []),
  ],
  finish: (tree) =>
    [withoutLinksOfHistory, withoutRows, withoutUnprovedPromises, withoutUnusedPackages].reduce(
      (files: Tree, step) => step(files),
      tree,
    ),
}

// What was done stays done; only its links would lead nowhere.
function withoutLinksOfHistory(tree: Tree): Tree {
  return withoutDeadLinks(tree, (path) => path === 'CHANGELOG.md')
}

function withoutRows(tree: Tree): Tree {
  return withoutRowsOf(tree, 'platformatic')
}
