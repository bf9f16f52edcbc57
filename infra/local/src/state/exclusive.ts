import { createHash, randomBytes } from 'node:crypto'
import { existsSync, linkSync, rmSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { isStillAlive, type ProcessRecord, readRecord, writeRecord } from '../process/record.ts'

const pollMs = 10

/**
 * Gives a file name to one living process: a whole record appears under it in one step, or the holder is returned.
 *
 * A dead holder is removed by the one process that gets the right to: that right is a file name, too. Nobody
 * else can take the record away meanwhile, so the one that is removed is the one that was found dead.
 */
export async function takeName(file: string, own: string): Promise<ProcessRecord | undefined> {
  while (!appear(own, file)) {
    const holder = readHolder(file)
    if (!holder) continue
    if (await isStillAlive(holder)) return holder
    await bury(file, holder, own)
  }
  return undefined
}

/** Does what one process may do at a time, and one caller in it; who has to wait is told the holder, once. */
export async function exclusively<T>(
  { file, onWait }: { readonly file: string; onWait(holder: ProcessRecord): void },
  work: () => Promise<T>,
): Promise<T> {
  const own = `${file}.${randomBytes(4).toString('hex')}`
  await writeRecord(own, 'exclusive', process.pid)
  try {
    let holder = await takeName(file, own)
    if (holder) onWait(holder)
    while (holder) {
      await delay(pollMs)
      holder = await takeName(file, own)
    }
    return await work().finally(() => rmSync(file))
  } finally {
    rmSync(own)
  }
}

async function bury(file: string, holder: ProcessRecord, own: string): Promise<void> {
  const right = `${file}.${fingerprint(holder)}`
  if (await takeName(right, own)) {
    // Another living process is about to do it.
    await delay(pollMs)
    return
  }
  const found = readHolder(file)
  if (found && fingerprint(found) === fingerprint(holder)) rmSync(file, { force: true })
  rmSync(right, { force: true })
}

/** Who holds a name; what cannot be read is held by nobody who lives. */
function readHolder(file: string): ProcessRecord | undefined {
  if (!existsSync(file)) return undefined
  return readRecord(file) ?? { name: 'unreadable', pid: -1, identity: 'unreadable' }
}

function fingerprint({ pid, identity }: ProcessRecord): string {
  return createHash('sha256').update(`${pid}/${identity}`).digest('hex').slice(0, 8)
}

function appear(from: string, to: string): boolean {
  try {
    linkSync(from, to)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}
