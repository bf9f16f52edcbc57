import { TailspanError } from '@tailspan/errors'

/** The queue is full: the broker is slower than its callers. Nothing was taken; try again later. */
export class ProducerFull extends TailspanError {
  constructor() {
    super('producer-full', 'unavailable', 'too many records wait to be sent')
  }
}

/** The producer takes nothing more, or gave this record up while stopping; it was not sent. */
export class ProducerStopped extends TailspanError {
  constructor() {
    super('producer-stopped', 'unavailable', 'the producer is stopping')
  }
}

/** The record did not leave this process in time. It was not sent and will not be. */
export class NotSent extends TailspanError {
  constructor(options?: ErrorOptions) {
    super('not-sent', 'unavailable', 'no broker took the record in time', options)
  }
}

/** The record left, and nobody said what became of it: it may be on the topic, or still get there. */
export class SendUnknown extends TailspanError {
  constructor(options?: ErrorOptions) {
    super('send-unknown', 'unavailable', 'the record left, but was not acknowledged', options)
  }
}

/** It is this record that the broker refuses: too large, no such topic, not allowed. */
export class RecordRefused extends TailspanError {
  constructor(reason: string, options?: ErrorOptions) {
    super('record-refused', 'invalid', `the record was refused: ${reason}`, options)
  }
}

/** What was still on its way when the time to stop was over. */
export class SendsAbandoned extends TailspanError {
  readonly count: number
  /** Of the first of them. */
  readonly ids: readonly string[]

  constructor(count: number, ids: readonly string[]) {
    super('sends-abandoned', 'unavailable', `abandoned ${count} records: ${ids.join(', ')}`)
    this.count = count
    this.ids = ids
  }
}
