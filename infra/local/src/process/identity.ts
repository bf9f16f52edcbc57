import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'

/**
 * What distinguishes a process from a later one with the same id: when it was started.
 *
 * shape: undefined when no such process lives (a zombie counts as gone)
 */
export async function identify(pid: number): Promise<string | undefined> {
  return process.platform === 'linux' ? identifyByProc(pid) : identifyByPs(pid)
}

async function identifyByProc(pid: number): Promise<string | undefined> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined)
  // The name in parentheses may hold spaces: what follows the last one is regular.
  const fields = text?.slice(text.lastIndexOf(')') + 2).split(' ')
  if (!fields || fields[0] === 'Z') return undefined
  const bootId = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => '')
  // Field 22 of proc(5): start time in clock ticks since boot.
  return `${bootId.trim()}/${fields[19]}`
}

async function identifyByPs(pid: number): Promise<string | undefined> {
  const ask = promisify(execFile)('ps', ['-o', 'lstart=', '-p', String(pid)])
  const started = await ask.then(
    ({ stdout }) => stdout.trim(),
    () => '',
  )
  return started || undefined
}
