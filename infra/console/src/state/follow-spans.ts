import type { Runner } from '@tailspan/local/start'
import type { Span } from '@tailspan/trace-testing'
import type { Changes } from './changes.ts'
import type { DeadLetterDesk } from './dead-letter-desk.ts'
import type { OrderIndex } from './order-index.ts'

type Needs = {
  readonly runner: Runner
  readonly changes: Changes
  readonly orders: OrderIndex
  readonly letters: DeadLetterDesk
}

/** Notes the orders that spans tell of, and announces which traces have grown. */
export function followSpans({ runner, changes, orders, letters }: Needs): () => void {
  for (const { spans } of runner.store.traces()) orders.note(spans)
  return runner.store.onSpans((added) => {
    orders.note(added)
    if (letters.seen.list && added.some(isDeadLettered)) void letters.refresh()
    const topics = new Set(added.flatMap(topicsOf))
    changes.announce('orders', ...topics)
  })
}

const reason = 'tailspan.dead_letter.reason'

function isDeadLettered({ attributes }: Span): boolean {
  return attributes[reason] !== undefined
}

/** A trace has grown, and so has the picture of each trace that this span links to. */
function topicsOf({ traceId, links, name }: Span): string[] {
  const traces = [traceId, ...links.map((link) => link.traceId)]
  return [...traces.map((id) => `trace:${id}`), ...(name === 'send mail' ? ['mails'] : [])]
}
