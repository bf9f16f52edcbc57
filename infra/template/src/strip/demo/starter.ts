import type { Tree } from '../../tree.ts'
import { manifestMoves } from './kubernetes-cuts.ts'

/** Where each part of the starter goes, and whose place it takes. */
const moves: readonly (readonly [from: string, to: string])[] = [
  ['infra/starter-intake/', 'services/intake/'],
  ['infra/starter-worker/', 'services/worker/'],
  ['infra/starter-contracts/', 'libs/contracts/'],
  ['infra/starter-e2e/', 'e2e/'],
  ['infra/local/src/starter-demo/', 'infra/local/src/demo/'],
  ...manifestMoves,
]

/** Pages that are written for the starter; their names end in `.txt` where they wait, so that nobody follows their links. */
const pages: readonly (readonly [from: string, to: string])[] = [
  ['infra/template/pages/readme.txt', 'README.md'],
  ['infra/template/pages/tour.txt', 'docs/tour.md'],
]

/** The tree with the starter where the shop was. */
export function settleStarter(tree: Tree): Tree {
  const left = [...tree].filter(([path]) => !places.some(([, to]) => path.startsWith(to)))
  return new Map(left.map(([path, text]) => settle(path, text)))
}

const places = [...moves, ...pages]

function settle(path: string, text: string): [string, string] {
  const place = places.find(([from]) => path.startsWith(from))
  return place ? [path.replace(...place), withPlaces(text)] : [path, text]
}

/** What names the starter by the place where it waited names it by its own. */
function withPlaces(text: string): string {
  return text
    .replaceAll('../../../infra/starter-intake/', '../../services/intake/')
    .replaceAll('../../../infra/starter-worker/', '../../services/worker/')
    .replaceAll('"../starter-contracts"', '"../../libs/contracts"')
    .replaceAll('/starter-contracts', '/contracts')
    .replaceAll('/starter-e2e', '/e2e')
}
