import type { Dashboard } from './dashboard.ts'
import { consumers } from './request-to-effect/consumers.ts'
import { mails } from './request-to-effect/mails.ts'
import { outbox } from './request-to-effect/outbox.ts'
import { requests } from './request-to-effect/requests.ts'

/** What people wait for, from their request to its last effect. */
export const requestToEffect: Dashboard = {
  name: 'request-to-effect',
  title: 'From request to effect',
  about:
    'Rate, errors and time of each step that an event passes, and what waits between two of them.',
  rows: [requests, outbox, consumers, mails],
}
