import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { HttpError } from '@tailspan/http'
import type { Runner } from '@tailspan/local/start'
import type { Changes } from './changes.ts'
import { childEnv } from './child-env.ts'
import { Turns } from './turns.ts'

/** As `npm run dlt -- list --json` prints it. */
export type LetterList = {
  readonly deadLetters: readonly ListedLetter[]
  readonly parked: readonly ListedRow[]
  readonly troubles: readonly string[]
}

export type ListedLetter = {
  readonly id: string
  readonly group: string
  readonly topic: string
  readonly partition: number
  readonly offset: string
  readonly eventType?: string
  readonly attempts: number
  readonly code: string
  readonly message: string
  readonly deadLetteredAt: string
  readonly traceId?: string
  readonly replays: readonly { readonly to: string; readonly at: string }[]
}

export type ListedRow = {
  readonly id: string
  readonly service: string
  readonly topic: string
  readonly eventType: string
  readonly attempts: number
  readonly message: string
  readonly parkedAt: string
  readonly traceId?: string
}

/** What the list shows: hexadecimal digits, with hyphens in those of rows. No option of the command looks like it. */
export const letterId = /^[0-9a-f][0-9a-f-]{3,35}$/

const program = fileURLToPath(new URL('../../../dead-letters/src/main.ts', import.meta.url))
const patienceMs = 60_000
/** After a reading that something was missing from. */
const againMs = 10_000
/** Some 100,000 dead letters; more is told as a trouble. */
const maxBytes = 64_000_000
/** Tabs of one person; each address that is opened is a process. */
const maxPreviews = 5

/** What a preview tells, by name; `trouble` why it could not be read. */
export type Preview = Readonly<Record<string, unknown>>

/** Runs `npm run dlt` with these arguments; what it printed. */
export type AskDlt = (...args: readonly string[]) => Promise<string>

/**
 * Dead letters and parked rows through `npm run dlt`, a process for each question: what it needs of Kafka and
 * PostgreSQL is loaded there and gone afterwards.
 */
export class DeadLetterDesk {
  readonly #changes: Changes
  readonly #ask: AskDlt
  readonly #previews = new Turns(maxPreviews)
  readonly #shown = new Map<string, Preview>()
  #list: LetterList | undefined
  #reading: Promise<void> | undefined
  #isStale = false
  #again: NodeJS.Timeout | undefined

  constructor(runner: Runner, changes: Changes, ask = askDltOf(runner)) {
    this.#changes = changes
    this.#ask = ask
  }

  /** What was read last, and whether it is being read again. */
  get seen(): { readonly list: LetterList | undefined; readonly isReading: boolean } {
    return { list: this.#list, isReading: this.#reading !== undefined }
  }

  /** Reads the list again and announces it; one reading at a time, and what is asked for meanwhile is read behind it. */
  refresh(): Promise<void> {
    this.#isStale = true
    this.#reading ??= this.#readUntilFresh()
    return this.#reading
  }

  /**
   * All that is known of one of them, its value included, as it was read last; undefined until it was. It is read
   * again behind the answer and announced: a request would not wait as long as a busy machine takes.
   */
  show(id: string, { again }: { readonly again: boolean }): Preview | undefined {
    if (again || !this.#shown.has(id)) void this.#readPreview(id)
    return this.#shown.get(id)
  }

  /** One at a time, and few wait: anybody may open the address. */
  async #readPreview(id: string): Promise<void> {
    const read = () => this.#ask('show', id, '--value', '--json')
    const preview: Preview = await this.#previews
      .take(id, read)
      .then(JSON.parse)
      .catch(({ message }) => ({ trouble: message }))
    // The newest is the last one.
    this.#shown.delete(id)
    this.#shown.set(id, preview)
    const [oldest] = this.#shown.keys()
    if (oldest !== undefined && this.#shown.size > maxPreviews) this.#shown.delete(oldest)
    this.#changes.announce('letters')
  }

  /**
   * Does what the command does, with the words that it tells.
   *
   * errors: dlt-refused, with its sentence
   */
  async act(
    command: 'replay' | 'release' | 'drop',
    id: string,
    ...options: readonly string[]
  ): Promise<string> {
    const told = await this.#ask(command, id, ...options)
    this.#shown.clear()
    void this.refresh()
    return told.trim()
  }

  /** A reading that had begun before may have missed what it is asked for. */
  async #readUntilFresh(): Promise<void> {
    while (this.#isStale) {
      this.#isStale = false
      await this.#read()
      if (!this.#isStale) this.#reading = undefined
      this.#changes.announce('letters')
    }
  }

  async #read(): Promise<void> {
    const list: LetterList = await this.#ask('list', '--json')
      .then(JSON.parse)
      .catch(({ message }) => ({ deadLetters: [], parked: [], troubles: [message] }))
    this.#list = list
    clearTimeout(this.#again)
    if (list.troubles.length > 0) this.#again = setTimeout(() => this.#readAgain(), againMs).unref()
  }

  /** Nothing may ever change that the page watches: what was missing is asked for again while somebody looks. */
  #readAgain(): void {
    if (this.#changes.listenerCount > 0) void this.refresh()
  }
}

function askDltOf(runner: Runner): AskDlt {
  return (...args) => {
    const env = childEnv(runner)
    const all = ['--conditions=@tailspan/source', program, ...args]
    return new Promise((resolve, reject) => {
      const limits = { timeout: patienceMs, maxBuffer: maxBytes }
      execFile(process.execPath, all, { env, ...limits }, (error, out, err) => {
        // What could not be asked is in the list, as `troubles`; the exit code says so, too.
        const isList = args[0] === 'list' && error?.code === 1 && out.startsWith('{')
        if (!error || isList) return resolve(out)
        const why =
          err.trim() ||
          (error.killed && `no answer within ${patienceMs / 1_000} s`) ||
          error.message
        reject(new HttpError('dlt-refused', 'conflict', why))
      })
    })
  }
}
