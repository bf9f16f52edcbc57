import { TailspanError } from '@tailspan/errors'
import { placeText } from '../message/place.ts'
import type { DeadLetter } from './read-dead-letter.ts'

/** The broker had refused the whole record, and where it lay it is no more: there is nothing to send again. */
export class LetterIncomplete extends TailspanError {
  constructor({ cut, original }: DeadLetter) {
    const parts = cut?.parts.replaceAll(',', ' and ') ?? 'value'
    super(
      'letter-incomplete',
      'not-found',
      `its ${parts} was cut (${cut?.reason}), and ${placeText(original)} cannot be read any more`,
    )
  }
}
