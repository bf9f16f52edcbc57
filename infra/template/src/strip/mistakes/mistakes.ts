import { hasFolder } from '../../tree.ts'
import type { Part } from '../part.ts'
import { codeCuts } from './code-cuts.ts'
import { pageCuts } from './page-cuts.ts'
import { proofCuts } from './proof-cuts.ts'

const own = new Set([
  'services/order/src/kafka/publish-background.ts',
  'services/order/src/kafka/publish-request.ts',
  'libs/trace-testing/test/mistake-samples.ts',
  'infra/console/test/browser/compare.browser.test.ts',
  ...['context-is-carried', 'cancellation-stays'].flatMap((name) => [
    `infra/exercises/src/questions/${name}.ts`,
    `infra/exercises/src/catalog/${name}.ts`,
    `infra/exercises/src/catalog/${name}.test.ts`,
    `infra/exercises/pictures/${name}-dark.webp`,
    `infra/exercises/pictures/${name}-light.webp`,
  ]),
])

/** The wrong strategies of `PUBLISH` and everything that shows them; `detached`, the cheap right one, stays. */
export const mistakes: Part = {
  what: 'the wrong strategies and what shows them',
  isOwn: (path) => own.has(path),
  cuts(tree) {
    return [...codeCuts, ...pageCuts, ...(hasFolder(tree, 'proof/') ? proofCuts : [])]
  },
}
