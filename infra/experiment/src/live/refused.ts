import { TailspanError } from '@tailspan/errors'

/** Why something cannot be done to the running system now. */
export type RefusalCode = 'system-busy' | 'fault-excluded' | 'not-ours' | 'name-unknown'

/** A sentence that says why, and what to do first. */
export class Refused extends TailspanError {
  constructor(code: RefusalCode, sentence: string) {
    super(code, code === 'name-unknown' ? 'not-found' : 'conflict', sentence)
  }
}
