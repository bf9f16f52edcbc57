import { execFile } from 'node:child_process'
import { readdir, readFile, readlink } from 'node:fs/promises'
import { basename } from 'node:path'
import { promisify } from 'node:util'

/** The process that listens on a port: `node (pid 4711)`; undefined where the system does not tell. */
export async function findPortUser(port: number): Promise<string | undefined> {
  const find = process.platform === 'linux' ? findByProc : findByLsof
  return find(port).catch(() => undefined)
}

async function findByProc(port: number): Promise<string | undefined> {
  const tables = await Promise.all(
    ['tcp', 'tcp6'].map((table) => readFile(`/proc/net/${table}`, 'utf8').catch(() => '')),
  )
  const inode = findInode(tables.join('\n'), port)
  if (!inode) return undefined
  for (const pid of await readdir('/proc')) {
    if (/^\d+$/.test(pid) && (await holds(pid, `socket:[${inode}]`))) {
      return `${await commandOf(pid)} (pid ${pid})`
    }
  }
  return undefined
}

// Not `comm`: that is the name of a thread, and Node calls its first one MainThread.
async function commandOf(pid: string): Promise<string> {
  const [command = ''] = (await readFile(`/proc/${pid}/cmdline`, 'utf8')).split('\0')
  return basename(command.split(/[ :]/)[0] ?? '')
}

// A line of /proc/net/tcp: "0: 0100007F:1F90 00000000:0000 0A …", ten columns, the last one the inode.
function findInode(table: string, port: number): string | undefined {
  const hexPort = port.toString(16).toUpperCase().padStart(4, '0')
  const listening = '0A'
  return table
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .find(([, local, , state]) => state === listening && local?.endsWith(`:${hexPort}`))?.[9]
}

async function holds(pid: string, socket: string): Promise<boolean> {
  const folder = `/proc/${pid}/fd`
  const files = await readdir(folder).catch(() => [])
  const targets = files.map((file) => readlink(`${folder}/${file}`).catch(() => ''))
  return (await Promise.all(targets)).includes(socket)
}

async function findByLsof(port: number): Promise<string | undefined> {
  const args = ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-Fpc']
  const { stdout } = await promisify(execFile)('lsof', args)
  const [, pid, name] = /p(\d+)\nc(.+)/.exec(stdout) ?? []
  return pid && `${name} (pid ${pid})`
}
