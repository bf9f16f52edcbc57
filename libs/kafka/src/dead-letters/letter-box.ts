import type { IncomingRecord } from '../message/incoming-record.ts'
import { type DeadLetter, type Replay, readDeadLetter, readOwner } from './read-dead-letter.ts'
import { readNote } from './replay-message.ts'

/** Sorts the records of dead-letter topics: copies of a letter become one, notes belong to theirs. */
export class LetterBox {
  readonly #letters = new Map<string, DeadLetter>()
  readonly #replays = new Map<string, Replay[]>()
  #foreignCount = 0

  /** Records that are neither a letter nor a note of ours. */
  get foreignCount(): number {
    return this.#foreignCount
  }

  add(record: IncomingRecord): void {
    const id = readOwner(record)?.id
    const replay = readNote(record)
    const letter = readDeadLetter(record)
    if (id && replay) this.#replays.set(id, [...(this.#replays.get(id) ?? []), replay])
    else if (letter) this.#keep(letter)
    else this.#foreignCount += 1
  }

  /** Oldest first. A note without its letter is about one that retention has deleted. */
  sorted(): DeadLetter[] {
    return [...this.#letters.values()]
      .map((letter) => ({ ...letter, replays: this.#replays.get(letter.id) ?? [] }))
      .sort((one, other) => one.deadLetteredAtMs - other.deadLetteredAtMs)
  }

  #keep(letter: DeadLetter): void {
    const first = this.#letters.get(letter.id)
    this.#letters.set(letter.id, first ? { ...first, copies: first.copies + 1 } : letter)
  }
}
