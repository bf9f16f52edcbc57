import type { Page } from '../server/page.ts'
import { comparePage } from './compare/page.ts'
import { comparisonPage } from './comparison/page.ts'
import { deadLettersPage } from './dead-letters/page.ts'
import { exercisePage } from './exercise/page.ts'
import { exercisesPage } from './exercises/page.ts'
import { faultsPage } from './faults/page.ts'
import { ledgerPage } from './ledger/page.ts'
import { mailsPage } from './mails/page.ts'
import { ordersPage } from './orders/page.ts'
import { overviewPage } from './overview/page.ts'
import { tracePage } from './trace/page.ts'

/** Every page, in the order of the navigation. */
export const allPages: readonly Page[] = [
  overviewPage,
  exercisesPage,
  exercisePage,
  comparePage,
  comparisonPage,
  faultsPage,
  ordersPage,
  tracePage,
  ledgerPage,
  deadLettersPage,
  mailsPage,
]
