/** What can be cancelled while it waits. */
type Waiting = { readonly signal: AbortSignal }

type Watched<T> = { readonly waiting: Set<T>; readonly onAbort: () => void }

/**
 * Listens to each signal once, however many wait under it.
 *
 * shape: a signal searches its whole list of listeners at every change of it, so that a thousand
 *        records of one relay would cost a million steps
 */
export class CancelWatch<T extends Waiting> {
  readonly #bySignal = new Map<AbortSignal, Watched<T>>()
  readonly #onCancel: (one: T) => void

  constructor(onCancel: (one: T) => void) {
    this.#onCancel = onCancel
  }

  add(one: T): void {
    const watched = this.#bySignal.get(one.signal) ?? this.#listen(one.signal)
    watched.waiting.add(one)
  }

  remove(one: T): void {
    const watched = this.#bySignal.get(one.signal)
    watched?.waiting.delete(one)
    if (watched?.waiting.size === 0) this.#forget(one.signal, watched)
  }

  #listen(signal: AbortSignal): Watched<T> {
    const waiting = new Set<T>()
    const onAbort = () => [...waiting].forEach(this.#onCancel)
    const watched = { waiting, onAbort }
    signal.addEventListener('abort', onAbort, { once: true })
    this.#bySignal.set(signal, watched)
    return watched
  }

  #forget(signal: AbortSignal, { onAbort }: Watched<T>): void {
    signal.removeEventListener('abort', onAbort)
    this.#bySignal.delete(signal)
  }
}
