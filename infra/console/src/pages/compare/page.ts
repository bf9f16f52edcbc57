import { comparisonForm } from '../../lab/comparison-form.ts'
import { nameOf } from '../../lab/comparison-name.ts'
import type { Page } from '../../server/page.ts'
import { type CompareData, view } from './view.ts'

/** Where a comparison is begun, and those that were made. */
export const comparePage: Page<CompareData> = {
  path: '/compare',
  nav: 'Side by side',
  isForActing: true,
  view,
  viewFile: 'pages/compare/view.ts',
  async load({ lab }) {
    const made = lab.comparisons.all().map(({ comparison, state }) => {
      const name = nameOf(comparison)
      return { name, state, href: `/compare/${name}` }
    })
    const data = { whyNot: lab.system.whyNot, form: await comparisonForm(), made }
    return { title: 'Side by side', data, watches: ['comparisons'] }
  },
}
