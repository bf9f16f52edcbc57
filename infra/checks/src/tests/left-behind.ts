import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'

const variable = 'TAILSPAN_TEST_RUN'
const graceMs = 5_000
const pollMs = 50

type Process = { readonly pid: number; readonly command: string }

/** A run whose processes can be recognised later, by a variable that all of them inherit. */
export type MarkedRun = {
  readonly env: Readonly<Record<string, string>>
  /** Ends what the run left running, and tells what that was; servers get a moment to stop by themselves. */
  endLeftBehind(): Promise<readonly string[]>
}

export function markRun(): MarkedRun {
  const id = randomUUID()
  return {
    env: { [variable]: id },
    async endLeftBehind() {
      const left = await waitUntilGone(`${variable}=${id}`)
      for (const { pid } of left) kill(pid)
      return left.map(({ command }) => command)
    },
  }
}

async function waitUntilGone(mark: string): Promise<readonly Process[]> {
  const giveUpAt = performance.now() + graceMs
  let left = await findMarked(mark)
  while (left.length > 0 && performance.now() < giveUpAt) {
    await delay(pollMs)
    left = await findMarked(mark)
  }
  return left
}

// Only Linux shows the environment of other processes; elsewhere nothing is found and nothing is ended.
async function findMarked(mark: string): Promise<Process[]> {
  if (!existsSync('/proc/self/environ')) return []
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number)
  const found = await Promise.all(pids.map((pid) => readMarked(pid, mark)))
  return found.filter((one) => one !== undefined)
}

async function readMarked(pid: number, mark: string): Promise<Process | undefined> {
  const environment = await readZeroSeparated(`/proc/${pid}/environ`)
  if (!environment.includes(mark)) return undefined
  return { pid, command: (await readZeroSeparated(`/proc/${pid}/cmdline`)).join(' ').slice(0, 200) }
}

// A process may end, or belong to somebody else, while it is looked at.
async function readZeroSeparated(path: string): Promise<string[]> {
  return (await readFile(path, 'utf8').catch(() => '')).split('\0').filter((part) => part !== '')
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // Gone by itself in the meantime.
  }
}
