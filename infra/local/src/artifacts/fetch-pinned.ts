import { open, rename, rm, stat } from 'node:fs/promises'
import { CannotStart } from '../cannot-start.ts'
import { openPart } from './part-file.ts'
import { isPinned, type Pin } from './pin.ts'

/** What the download of one file needs to know. */
export type PinnedFetch = {
  readonly pin: Pin
  /** The file, in sentences. */
  readonly name: string
  readonly from: string
  readonly target: string
  /** What to do where it cannot be had from there, as the end of a sentence. */
  readonly otherwise: string
  /** Called with the bytes as they arrive. */
  readonly onBytes: (byteCount: number) => void
}

const tries = 3
const stallMs = 30_000

/**
 * Downloads one file to its place: resumed where it was cut off, renamed only when it is what was pinned.
 *
 * errors:  download-failed, download-corrupt (after a second full download), disk-full
 * repeats: safe, also at the same time in another process
 */
export async function fetchPinned(request: PinnedFetch): Promise<void> {
  const part = await openPart(request.target)
  for (let attempt = 1; ; attempt += 1) {
    const fault = await fetchInto(part, request).then(
      () => undefined,
      (error: Error) => error,
    )
    if (!fault && (await isPinned(part, request.pin))) return rename(part, request.target)
    // A whole but wrong part is thrown away; one that was cut off is continued.
    if (!fault) await rm(part, { force: true })
    if (attempt === tries || isFinal(fault)) throw await toObstacle(fault, request, part)
  }
}

async function fetchInto(part: string, { from, pin, onBytes }: PinnedFetch): Promise<void> {
  const already = await stat(part).then(
    ({ size }) => size,
    () => 0,
  )
  if (already >= pin.size) return
  const stall = new AbortController()
  const answer = await fetch(from, {
    signal: AbortSignal.any([stall.signal, AbortSignal.timeout(600_000)]),
    headers: already > 0 ? { range: `bytes=${already}-` } : {},
  })
  if (!answer.ok || !answer.body) throw new RefusedDownload(answer.status)
  const watch = setTimeout(() => stall.abort(new Error('no byte arrived for 30 s')), stallMs)
  const file = await open(part, answer.status === 206 ? 'a' : 'w')
  try {
    // One chunk after the other: what has arrived is on the disk when the connection breaks.
    for await (const chunk of answer.body) {
      watch.refresh()
      await file.write(chunk)
      onBytes(chunk.length)
    }
  } finally {
    clearTimeout(watch)
    await file.close()
  }
}

class RefusedDownload extends Error {
  readonly status: number
  constructor(status: number) {
    super(`the server answered ${status}`)
    this.status = status
  }
}

function isFinal(fault: Error | undefined): boolean {
  if (fault instanceof RefusedDownload) return fault.status >= 400 && fault.status < 500
  return (fault as NodeJS.ErrnoException | undefined)?.code === 'ENOSPC'
}

async function toObstacle(fault: Error | undefined, request: PinnedFetch, part: string) {
  const { name, from, target, otherwise } = request
  if (!fault)
    return new CannotStart(
      'download-corrupt',
      `${name} from ${new URL(from).host} is not the pinned file (its sha512 differs): check the proxy in between, or ${otherwise}.`,
    )
  if ((fault as NodeJS.ErrnoException).code === 'ENOSPC') {
    await rm(part, { force: true })
    return new CannotStart(
      'disk-full',
      `No space left for ${target}: free some or set TAILSPAN_CACHE to a folder on another disk.`,
      { cause: fault },
    )
  }
  return new CannotStart(
    'download-failed',
    `${name} could not be downloaded from ${new URL(from).host} (${describe(fault)}): check the network, or ${otherwise}; what has arrived is kept.`,
    { cause: fault },
  )
}

function describe(fault: Error): string {
  const cause = fault.cause
  return cause instanceof Error
    ? `${(cause as NodeJS.ErrnoException).code ?? cause.message}`
    : fault.message
}
