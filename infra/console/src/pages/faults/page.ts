import type { Page } from '../../server/page.ts'
import { type FaultsData, view } from './view.ts'

/** The strategy of order and the faults, as they are now, and the switches for them. */
export const faultsPage: Page<FaultsData> = {
  path: '/faults',
  nav: 'Faults',
  isForActing: true,
  view,
  viewFile: 'pages/faults/view.ts',
  async load({ lab }) {
    const { whyNot } = lab.system
    const state = whyNot ? undefined : (await lab.system.live()).state()
    const data = { whyNot, state }
    return { title: 'Strategy and faults', data, watches: ['faults'] }
  },
}
