type Event = {
  readonly id: string
  readonly type: string
  readonly subject?: string | undefined
  readonly data: unknown
}

/** A producer for an outbox whose statements are looked at alone: `send` answers for Kafka, which else never does. */
export function withoutKafka(send: () => Promise<void> = () => new Promise(() => {})) {
  return {
    create: <C>(
      topic: string,
      { id, type, subject, data }: Event,
      { context }: { context: C },
    ) => ({
      context,
      topic,
      key: String(subject),
      value: JSON.stringify(data),
      headers: { ce_id: id, ce_type: type },
    }),
    send,
  }
}
