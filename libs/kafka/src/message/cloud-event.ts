/**
 * What happened, in CloudEvents 1.0 terms.
 *
 * shape: `type` is `ce_type` (order.placed), `subject` is the record's key (the order id), `time` ISO 8601,
 *        `source` names the sender (/order), `id` stays the same in every copy of the event
 */
export type CloudEvent<T = unknown> = {
  readonly id: string
  readonly type: string
  readonly source: string
  readonly time: string
  readonly subject: string
  readonly data: T
}
