import { comparisonForm } from '../../lab/comparison-form.ts'
import { readName } from '../../lab/comparison-name.ts'
import type { ComparisonRun, Side } from '../../lab/comparison-runs.ts'
import { drawSides } from '../../lab/draw-sides.ts'
import { expectedOf } from '../../lab/expected.ts'
import type { Page } from '../../server/page.ts'
import type { State } from '../../state/state.ts'
import { toLedgerData } from '../../views/ledger.ts'
import { readFamily, topicsOfFamily } from '../../waterfall/read-family.ts'
import { type ComparisonData, view } from './view.ts'

/** One comparison: running, made, or only named by its address; where it cannot be run, with what must come out. */
export const comparisonPage: Page<ComparisonData> = {
  path: '/compare/:name',
  view,
  viewFile: 'pages/comparison/view.ts',
  async load(state, { params: { name = '' } }) {
    const chosen = readName(name)
    if (!chosen) return undefined
    const { lab } = state
    const run = lab.comparisons.find(name)
    const data = {
      left: chosen.left,
      right: chosen.right,
      fault: chosen.fault,
      whyNot: lab.system.whyNot,
      told: lab.system.whyNot ? expectedOf(chosen) : undefined,
      form: comparisonForm(chosen),
      run: run && toRunData(state, run),
    }
    const traceIds = Object.values(run?.sides ?? {}).flatMap((side) => side.shown)
    const { store } = state.runner
    const families = traceIds.flatMap((id) => topicsOfFamily(id, readFamily(store, id)))
    const watches = [`comparison:${name}`, ...new Set(families)]
    return { title: `${chosen.left} and ${chosen.right} under ${chosen.fault}`, data, watches }
  },
}

function toRunData({ runner }: State, run: ComparisonRun) {
  const { state, steps, failure, sides, comparison } = run
  const pictures = drawSides(runner.store, sides)
  const shown = (['left', 'right'] as const satisfies Side[]).flatMap((side) => {
    const seen = sides[side]
    if (!seen) return []
    const ledger = toLedgerData(seen.ledger)
    return [{ name: comparison[side], ledger, waterfall: pictures[side] }]
  })
  return { state, steps: [...steps], failure, sides: shown }
}
