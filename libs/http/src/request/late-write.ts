import { TailspanError } from '@tailspan/errors'

/** Code wrote to a response that is over. */
export class LateWrite extends TailspanError {
  constructor(call: string) {
    super(
      'late-write',
      'internal',
      `${call}: the response is over (sent, or the client has left); copy what later work needs before the handler returns`,
    )
  }
}

/** Counts and logs a late write; throws `LateWrite` in development as well. */
export type OnLateWrite = (call: string, route: string) => void
