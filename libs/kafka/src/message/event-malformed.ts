import { TailspanError } from '@tailspan/errors'

type Options = ErrorOptions & { readonly reason?: string }

/** A record that is no event of ours: a header is missing or wrong, or its value is not what the schema says. */
export class EventMalformed extends TailspanError {
  readonly part: string

  constructor(part: string, { reason = 'is missing or malformed', ...options }: Options = {}) {
    super('event-malformed', 'invalid', `${part} ${reason}`, options)
    this.part = part
  }
}
