import { readFile } from 'node:fs/promises'
import { platform } from 'node:os'
import { eventually, infrastructure } from '@tailspan/testkit'
import { expect, test } from 'vitest'
import { createDatabase, sql } from '../src/index.ts'

const isLinux = platform() === 'linux'
const keepalive = 2
const ticksPerSecond = 100

test.runIf(isLinux)('K4 a silent server is asked within seconds whether it is there', async () => {
  const log = { info() {}, warn() {}, error() {} }
  const { withSession } = createDatabase({ url: infrastructure().postgresUrl, log })

  const timer = await withSession(async (session) => {
    const { rows } = await sql<Ports>`
      select inet_client_port() as ours, inet_server_port() as theirs`.execute(session)
    const ports = rows[0] ?? { ours: 0, theirs: 0 }
    // Before, it is the timer of an acknowledgement.
    return eventually(async () => timerOf(ports, await readSockets()) ?? false, { intervalMs: 5 })
  })

  expect(timer).toBeLessThanOrEqual(10 * ticksPerSecond)
})

type Ports = { readonly ours: number; readonly theirs: number }

/**
 * When the kernel asks the other side of a connection next, undefined when it does not wait for that.
 *
 * shape: sl  local_address  rem_address  st  tx_queue:rx_queue  tr:tm->when …, in hexadecimal; when in ticks
 */
function timerOf({ ours, theirs }: Ports, sockets: string): number | undefined {
  const rows = sockets.split('\n').map((line) => line.trim().split(/\s+/))
  const isIt = ([, local, remote]: string[]) =>
    local?.endsWith(hex(ours)) && remote?.endsWith(hex(theirs))
  const [kind, when] = rows.find(isIt)?.[5]?.split(':') ?? []
  return Number(kind) === keepalive ? Number.parseInt(when ?? '', 16) : undefined
}

/** Another connection may have the same port of ours, to somewhere else. */
function hex(port: number): string {
  return `:${port.toString(16).toUpperCase().padStart(4, '0')}`
}

async function readSockets(): Promise<string> {
  const tables = ['/proc/net/tcp', '/proc/net/tcp6']
  return (await Promise.all(tables.map((table) => readFile(table, 'utf8').catch(() => '')))).join(
    '\n',
  )
}
