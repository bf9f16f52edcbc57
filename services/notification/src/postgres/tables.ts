import type { StoredRecord } from '@tailspan/kafka'
import type { ColumnType, Generated } from '@tailspan/postgres'

/** See migrations/. */
export type Tables = {
  mails: { message_id: string; order_id: string; sent_at: Date }
  deferred_mails: {
    message_id: string
    order_id: string
    seq: Generated<string>
    record: ColumnType<StoredRecord, string, never>
    deferred_at: Generated<Date>
    tries: number
    last_error: string | null
    due_at: Date
    lease_id: string | null
    retry_until: Date | null
    is_policy: Generated<boolean>
    tried_at: Generated<Date>
  }
}
