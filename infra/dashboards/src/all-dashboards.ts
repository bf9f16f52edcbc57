import type { Dashboard } from './dashboard.ts'
import { processes } from './processes.ts'
import { requestToEffect } from './request-to-effect.ts'

/** All dashboards there are. */
export const dashboards: readonly Dashboard[] = [requestToEffect, processes]
