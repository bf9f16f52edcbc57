import type { Page } from '../../server/page.ts'
import { type FaultsData, view } from './view.ts'

/** The strategy of order and the faults, as they are now, and the switches for them. */
export const faultsPage: Page<FaultsData> = {
  path: '/faults',
  nav: 'Faults',
  view,
  viewFile: 'pages/faults/view.ts',
  async load({ lab }) {
    const { strategies } = await import('@tailspan/experiment')
    const state = lab.system.whyNot ? undefined : (await lab.system.live()).state()
    const data = { whyNot: lab.system.whyNot, strategies, state }
    return { title: 'Strategy and faults', data, watches: ['faults'] }
  },
}
