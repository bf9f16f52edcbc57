import type { Cut } from '../cut.ts'

const path = 'docs/production.md'

/** What the page says of the shop on any platform. */
export const productionCuts: readonly Cut[] = [
  { path, cut: /^\| `(?:MAIL_FROM|PUBLISH)` .*\n/gm },
  { path, cut: '`order` and `inventory`, back', put: '`worker`, back' },
  { path, cut: / Do not set `notification` back .*\n/g, put: '\n' },
  { path, cut: '(`inbox`, `mails`)', put: '(`inbox`)' },
  { path, cut: '--group order --topic stock', put: '--group worker --topic jobs' },
  { path, cut: 'Their `order.placed` is', put: 'Their `job.accepted` is' },
  { path, cut: '127.0.0.1:8004', put: '127.0.0.1:8002' },
]
