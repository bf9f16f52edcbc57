import { readdir, readFile } from 'node:fs/promises'

// Linux counts processor time in hundredths of a second, whatever its kernel was built with.
const ticksPerSecond = 100

/** One line of /proc: who started it, and its processor time with that of its children that have ended. */
type Row = { readonly pid: number; readonly parentPid: number; readonly cpuSeconds: number }

/** The processor time of each of these processes with all that it started, in seconds, as Linux counts it; NaN where there is no such process. */
export async function readCpuSeconds(pids: readonly number[]): Promise<number[]> {
  const names = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const rows = (await Promise.all(names.map(readRow))).filter((row) => row !== undefined)
  return pids.map((pid) => (rows.some((row) => row.pid === pid) ? sumTree(pid, rows) : Number.NaN))
}

/** How much of a process is in memory, in MB, the pages of its files included. */
export type Memory = {
  readonly rssMb: number
  /** With its part of each page that it shares with others; none where the kernel does not say. */
  readonly pssMb?: number
}

export async function readMemory(pid: number): Promise<Memory> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  const rollup = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '')
  const pssMb = readMb(rollup, 'Pss')
  return { rssMb: readMb(status, 'VmRSS') ?? Number.NaN, ...(pssMb !== undefined && { pssMb }) }
}

function readMb(text: string, field: string): number | undefined {
  const kb = new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(text)?.[1]
  return kb === undefined ? undefined : (Number(kb) * 1_024) / 1e6
}

async function readRow(pid: string): Promise<Row | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  // The second field is the name in brackets, which may hold blanks itself.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  if (fields.length < 15) return undefined
  const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0)
  return { pid: Number(pid), parentPid: Number(fields[1]), cpuSeconds: ticks / ticksPerSecond }
}

function sumTree(pid: number, rows: readonly Row[]): number {
  const own = rows.find((row) => row.pid === pid)?.cpuSeconds ?? 0
  const children = rows.filter((row) => row.parentPid === pid)
  return children.reduce((sum, child) => sum + sumTree(child.pid, rows), own)
}
