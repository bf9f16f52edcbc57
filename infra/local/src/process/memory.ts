import { execFile } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { promisify } from 'node:util'

/** One process and how much of it is in memory. */
export type ProcessMemory = {
  readonly pid: number
  readonly parentPid: number
  readonly rssBytes: number
}

/** The resident memory of a process and all that it started, in bytes. */
export async function measureTree(rootPid: number): Promise<number> {
  const all = process.platform === 'linux' ? await listByProc() : await listByPs()
  return sumTree(rootPid, all)
}

function sumTree(pid: number, all: readonly ProcessMemory[]): number {
  const own = all.find((one) => one.pid === pid)?.rssBytes ?? 0
  return all
    .filter((one) => one.parentPid === pid)
    .reduce((sum, child) => sum + sumTree(child.pid, all), own)
}

async function listByProc(): Promise<ProcessMemory[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const read = pids.map(async (pid) => {
    const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
    const number = (field: string) =>
      Number(new RegExp(`^${field}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0)
    // Pages that PostgreSQL's processes share would count once for each of them.
    const rssKb = number('RssAnon') + number('RssFile')
    return { pid: Number(pid), parentPid: number('PPid'), rssBytes: rssKb * 1_024 }
  })
  return Promise.all(read)
}

async function listByPs(): Promise<ProcessMemory[]> {
  const { stdout } = await promisify(execFile)('ps', ['-axo', 'pid=,ppid=,rss='])
  return stdout
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
    .map(([pid = 0, parentPid = 0, rssKb = 0]) => ({ pid, parentPid, rssBytes: rssKb * 1_024 }))
}
