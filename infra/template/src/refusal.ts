/** A command that was not carried out; the message is a sentence that says what to do. */
export class Refusal extends Error {
  override get name(): string {
    return 'Refusal'
  }
}
