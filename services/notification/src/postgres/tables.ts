/** See migrations/. */
export type Tables = {
  mails: { message_id: string; order_id: string; sent_at: Date }
}
