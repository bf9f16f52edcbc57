import { seenSwitches } from '../../lab/seen-switches.ts'
import type { Page } from '../../server/page.ts'
import { type FaultsData, view } from './view.ts'

/** The strategy of order and the faults, as they are now, and the switches for them; where none may be pressed, what can be seen. */
export const faultsPage: Page<FaultsData> = {
  path: '/faults',
  nav: 'Faults',
  view,
  viewFile: 'pages/faults/view.ts',
  async load({ lab, parts }) {
    const { whyNot } = lab.system
    const state = whyNot ? seenSwitches(await parts.now()) : lab.system.state()
    return {
      title: 'Strategy and faults',
      data: { whyNot, trouble: lab.system.trouble, state },
      watches: ['faults', ...(whyNot ? ['parts'] : [])],
    }
  },
}
