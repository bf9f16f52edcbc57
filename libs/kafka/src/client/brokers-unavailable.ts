import { TailspanError } from '@tailspan/errors'

/** No broker answers, or none lets us in; the reason is in the text. */
export class BrokersUnavailable extends TailspanError {
  constructor(brokers: readonly string[], { cause }: { readonly cause: unknown }) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    super('brokers-unavailable', 'unavailable', `Kafka at ${brokers.join(', ')}: ${reason}`, {
      cause,
    })
  }
}
