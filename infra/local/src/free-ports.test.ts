import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { canListen, findFreePorts } from './free-ports.ts'

// Apart from the usual ports, so that other tests cannot use these up.
const range = { lowest: 19_000, highest: 19_040 }

test('a port that was found before is not found again, neither here nor by another process', async () => {
  const [mine, others] = await Promise.all([findFreePorts(15, range), findElsewhere(15)])

  const all = [...mine, ...others, ...(await findFreePorts(5, range))]
  expect(new Set(all).size).toBe(35)
})

test('a port that was found can be listened on', async () => {
  const [port = 0] = await findFreePorts(1)

  expect(await canListen(port)).toBe(true)
})

test('a port on which somebody listens cannot be listened on', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0

  expect(await canListen(port)).toBe(false)
  await new Promise((resolve) => server.close(resolve))
})

/** What another process finds that lives as long as the test. */
async function findElsewhere(count: number): Promise<number[]> {
  const source = new URL('free-ports.ts', import.meta.url)
  const program = `
    const { findFreePorts } = await import('${source}')
    console.log(JSON.stringify(await findFreePorts(${count}, ${JSON.stringify(range)})))
    process.stdin.resume()`
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  onTestFinished(() => void child.kill())
  const [line] = await once(child.stdout, 'data')
  return JSON.parse(String(line))
}
