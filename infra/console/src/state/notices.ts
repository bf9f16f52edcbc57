import { randomBytes } from 'node:crypto'

const maxKept = 100

/** What is to be said on the page that a browser is sent to; each is said once. */
export class Notices {
  readonly #words = new Map<string, string>()

  /** Keeps the words, and returns the name under which they are taken. */
  put(words: string): string {
    const id = randomBytes(6).toString('hex')
    this.#words.set(id, words)
    const [oldest] = this.#words.keys()
    if (oldest && this.#words.size > maxKept) this.#words.delete(oldest)
    return id
  }

  /** The words of this name, the first time; a page that is read again has nothing more to say. */
  take(id: string | null): string {
    const words = this.#words.get(id ?? '') ?? ''
    this.#words.delete(id ?? '')
    return words
  }
}
