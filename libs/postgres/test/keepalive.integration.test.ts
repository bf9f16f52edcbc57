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
    const { rows } = await sql<{ port: number }>`select inet_client_port() as port`.execute(session)
    const port = rows[0]?.port ?? 0
    // Before, it is the timer of an acknowledgement.
    return eventually(async () => timerOf(port, await readSockets()) ?? false, { intervalMs: 5 })
  })

  expect(timer).toBeLessThanOrEqual(10 * ticksPerSecond)
})

/**
 * When the kernel asks the other side of a connection next, undefined when it does not wait for that.
 *
 * shape: sl  local_address  rem_address  st  tx_queue:rx_queue  tr:tm->when …, in hexadecimal; when in ticks
 */
function timerOf(localPort: number, sockets: string): number | undefined {
  const ours = `:${localPort.toString(16).toUpperCase().padStart(4, '0')}`
  const rows = sockets.split('\n').map((line) => line.trim().split(/\s+/))
  const [kind, when] = rows.find(([, local]) => local?.endsWith(ours))?.[5]?.split(':') ?? []
  return Number(kind) === keepalive ? Number.parseInt(when ?? '', 16) : undefined
}

async function readSockets(): Promise<string> {
  const tables = ['/proc/net/tcp', '/proc/net/tcp6']
  return (await Promise.all(tables.map((table) => readFile(table, 'utf8').catch(() => '')))).join(
    '\n',
  )
}
