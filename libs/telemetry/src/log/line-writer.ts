import { writeSync } from 'node:fs'

/** Lines that are lost, and the code of the last error. */
export type Lost = { readonly lines: number; readonly reason: string }

export type LineWriterOptions = {
  /** Writes as `fs.writeSync` does: at once, perhaps only a part, or throws. */
  readonly write?: (fd: number, bytes: Buffer) => number
  readonly maxWaitingBytes?: number
  readonly retryMs?: number
  /** The line that reports lost ones. */
  readonly report: (lost: Lost) => string
  /** Called when lines begin to wait for another reason than a slow reader. */
  readonly onTrouble?: (reason: string) => void
}

const defaults = {
  write: (fd: number, bytes: Buffer) => writeSync(fd, bytes),
  maxWaitingBytes: 4_194_304,
  retryMs: 100,
  onTrouble: () => {},
}

/**
 * Writes lines to a file descriptor at once, and goes on when that cannot be done: the disk is full, the reader
 * is slow or gone.
 *
 * shape:   what cannot be written waits and is tried again; beyond `maxWaitingBytes` lines are dropped, until
 *          all that waits is written: then one line reports how many
 * errors:  none
 * repeats: never half a line and then another: the rest of a line that was written in part comes first
 */
export class LineWriter {
  readonly #fd: number
  readonly #options: Required<LineWriterOptions>
  #waiting: Buffer[] = []
  #waitingBytes = 0
  #lostLines = 0
  #reason = ''
  #isTroubled = false
  #timer: NodeJS.Timeout | undefined

  constructor(fd: number, options: LineWriterOptions) {
    this.#fd = fd
    this.#options = { ...defaults, ...options }
  }

  /** Why the last attempt failed, while something waits. */
  get trouble(): string | undefined {
    return this.#waiting.length > 0 ? this.#reason : undefined
  }

  get lost(): Lost {
    return { lines: this.#lostLines + this.#waiting.length, reason: this.#reason }
  }

  write(line: string): void {
    const bytes = Buffer.from(line)
    const isFull = this.#waitingBytes + bytes.length > this.#options.maxWaitingBytes
    if (this.#lostLines > 0 || isFull) this.#lostLines += 1
    else this.#wait(bytes)
    // With a timer set something failed a moment ago.
    if (!this.#timer) this.flush()
  }

  /** Writes what waits, as far as it goes. */
  flush(): void {
    try {
      while (this.#waiting.length > 0 || this.#lostLines > 0) this.#writeNext()
      this.#isTroubled = false
    } catch (error) {
      this.#reason = (error as NodeJS.ErrnoException).code ?? 'unknown'
      this.#retryLater()
      this.#announceTrouble()
    }
  }

  #wait(bytes: Buffer): void {
    this.#waiting.push(bytes)
    this.#waitingBytes += bytes.length
  }

  #writeNext(): void {
    const next = this.#waiting[0] ?? this.#takeReport()
    const written = this.#options.write(this.#fd, next)
    if (written === 0) throw Object.assign(new Error('nothing was written'), { code: 'EAGAIN' })
    this.#waitingBytes -= written
    if (written < next.length) this.#waiting[0] = next.subarray(written)
    else this.#waiting.shift()
  }

  #takeReport(): Buffer {
    const report = Buffer.from(
      this.#options.report({ lines: this.#lostLines, reason: this.#reason }),
    )
    this.#lostLines = 0
    this.#wait(report)
    return report
  }

  // Unreferenced: a log that cannot be written keeps no process alive.
  #retryLater(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined
      this.flush()
    }, this.#options.retryMs).unref()
  }

  #announceTrouble(): void {
    if (this.#isTroubled || this.#reason === 'EAGAIN') return
    this.#isTroubled = true
    this.#options.onTrouble(this.#reason)
  }
}
