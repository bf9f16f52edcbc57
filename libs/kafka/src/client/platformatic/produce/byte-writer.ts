/** Bytes that are written from front to back, in a buffer that grows by itself. */
export class ByteWriter {
  #bytes: Buffer
  #at = 0

  constructor(size: number) {
    this.#bytes = Buffer.allocUnsafe(size)
  }

  /** Shared with what is written later, after a `rewind` too. */
  get written(): Buffer {
    return this.#bytes.subarray(0, this.#at)
  }

  rewind(to = 0): void {
    this.#at = to
  }

  byte(value: number): void {
    this.#reserve(1)
    this.#bytes[this.#at++] = value
  }

  /** A number of 32 bits, seven of them in each byte; the small ones of either sign take one. */
  varint(value: number): void {
    this.#reserve(5)
    let rest = ((value << 1) ^ (value >> 31)) >>> 0
    for (; rest > 0x7f; rest >>>= 7) this.#bytes[this.#at++] = (rest & 0x7f) | 0x80
    this.#bytes[this.#at++] = rest
  }

  append(bytes: Buffer): void {
    this.#reserve(bytes.length)
    this.#at += bytes.copy(this.#bytes, this.#at)
  }

  /** The length, and what it is the length of; null has its own. */
  field(value: string | Buffer | null): void {
    if (typeof value === 'string') {
      this.#text(value)
      return
    }
    this.varint(value?.length ?? -1)
    if (value) this.append(value)
  }

  /** Most text has as many bytes as letters: it is written once, and again where that was wrong. */
  #text(text: string): void {
    const begin = this.#at
    this.varint(text.length)
    this.#reserve(3 * text.length)
    const length = this.#bytes.write(text, this.#at)
    this.#at += length
    if (length === text.length) return
    this.#at = begin
    this.varint(length)
    this.#reserve(length)
    this.#at += this.#bytes.write(text, this.#at)
  }

  #reserve(count: number): void {
    if (this.#at + count <= this.#bytes.length) return
    const larger = Buffer.allocUnsafe(2 * (this.#at + count))
    this.#bytes.copy(larger, 0, 0, this.#at)
    this.#bytes = larger
  }
}
