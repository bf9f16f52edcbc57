import { type ErrorKind, TailspanError } from '@tailspan/errors'

/** One sentence that says what is wrong and what to do; the program prints it and exits 1. */
export class CannotDo extends TailspanError {
  constructor(code: string, sentence: string, why: ErrorOptions & { kind?: ErrorKind } = {}) {
    super(code, why.kind ?? 'invalid', sentence, why)
  }
}
