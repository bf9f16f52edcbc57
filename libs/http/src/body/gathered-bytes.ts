const leastBytes = 1_024

/**
 * Copies chunks into one buffer, which doubles when it is full: a client that sends a byte at a time costs what it sent,
 * where each chunk kept as it came is an object of hundreds of bytes.
 *
 * units: grows no further than the chunks need or `expected` says; a size that is only promised takes no room
 */
export class GatheredBytes {
  readonly #expected: number
  #bytes = Buffer.alloc(0)
  #size = 0

  constructor(expected: number) {
    this.#expected = expected
  }

  get size(): number {
    return this.#size
  }

  add(chunk: Buffer): void {
    const size = this.#size + chunk.length
    if (size > this.#bytes.length) this.#grow(size)
    chunk.copy(this.#bytes, this.#size)
    this.#size = size
  }

  whole(): Buffer {
    return this.#bytes.subarray(0, this.#size)
  }

  #grow(size: number): void {
    const wanted = Math.min(Math.max(2 * size, leastBytes), this.#expected)
    const bytes = Buffer.allocUnsafe(Math.max(size, wanted))
    this.#bytes.copy(bytes, 0, 0, this.#size)
    this.#bytes = bytes
  }
}
