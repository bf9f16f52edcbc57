import { comparisonForm } from '../../lab/comparison-form.ts'
import { nameOf } from '../../lab/comparison-name.ts'
import { expectedOfAll } from '../../lab/expected.ts'
import type { Page } from '../../server/page.ts'
import { type CompareData, view } from './view.ts'

/** Where a comparison is begun, and those that were made; where none can be, what must come out. */
export const comparePage: Page<CompareData> = {
  path: '/compare',
  nav: 'Side by side',
  view,
  viewFile: 'pages/compare/view.ts',
  async load({ lab }) {
    const { whyNot } = lab.system
    const form = comparisonForm()
    const made = lab.comparisons.all().map(({ comparison, state }) => {
      const name = nameOf(comparison)
      return { name, state, href: `/compare/${name}` }
    })
    const told = whyNot ? expectedOfAll(form.chosen) : undefined
    return { title: 'Side by side', data: { whyNot, form, made, told }, watches: ['comparisons'] }
  },
}
