/** Where a start shows how it goes; every method takes a few words and returns at once. */
export type Screen = {
  /** A part serves. */
  part(name: string, place: string, tookMs: number): void
  /** Something long is under way; the next words replace these. */
  busy(words: string): void
  /** Something that a person should know. */
  note(words: string): void
}

/** Shows nothing, for tests. */
export const silentScreen: Screen = { part() {}, busy() {}, note() {} }
