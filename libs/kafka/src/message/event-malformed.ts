import { TailspanError } from '@tailspan/errors'

/** A record that is no event of ours: a header is missing or wrong, or its value is not what the schema says. */
export class EventMalformed extends TailspanError {
  readonly part: string

  constructor(part: string, options?: ErrorOptions) {
    super('event-malformed', 'invalid', `${part} is missing or malformed`, options)
    this.part = part
  }
}
