import { randomUUID } from 'node:crypto'

/**
 * A name that no other test has, now or in an earlier run on the same servers.
 *
 * shape: `orders-3f9a0c12b7de`: fit for topics, groups, clients and mailboxes
 */
export function uniqueId(prefix: string): string {
  return `${prefix}-${randomUUID().replaceAll('-', '').slice(-12)}`
}
