import { TailspanError } from '@tailspan/errors'

/** Somebody used the response after the answer was complete. */
export class LateWrite extends TailspanError {
  constructor(call: string) {
    super(
      'late-write',
      'internal',
      `${call}: this request is already answered; copy what later work needs before the handler returns`,
    )
  }
}

/** What is done about a late write; throws in development, counts in production. */
export type OnLateWrite = (call: string, route: string) => void
