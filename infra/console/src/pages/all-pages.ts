import type { Page } from '../server/page.ts'
import { ordersPage } from './orders/page.ts'
import { overviewPage } from './overview/page.ts'
import { tracePage } from './trace/page.ts'

/** Every page, in the order of the navigation. */
export const allPages: readonly Page[] = [overviewPage, ordersPage, tracePage]
