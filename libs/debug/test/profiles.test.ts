import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gunzipSync } from 'node:zlib'
import { eventually } from '@tailspan/testkit'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import type { DebugOptions } from '../src/index.ts'
import { burnWhile, hoardWhile } from './burn.ts'
import { openDebug } from './open-debug.ts'

const run = promisify(execFile)

// Go builds its pprof when it is used for the first time on a machine.
vi.setConfig({ testTimeout: 240_000 })
const patience = { timeoutMs: 60_000 }

async function readProfile(answer: Promise<Response>) {
  const response = await answer
  const zipped = Buffer.from(await response.arrayBuffer())
  return { response, zipped, text: gunzipSync(zipped).toString('latin1') }
}

const noAddon = async () => {
  throw new Error('no prebuilt addon for this machine')
}

const engines: [name: string, options: Partial<DebugOptions>, header: RegExp][] = [
  ['addon', {}, /^@datadog\/pprof$/],
  ['inspector', { loadAddon: noAddon }, /^node:inspector .*addon is missing/],
]

describe.each(engines)('with the %s', (_name, options, header) => {
  test('P1 a CPU profile contains the function that was hot', async () => {
    const { get } = await openDebug(options)

    const { response, text } = await burnWhile(readProfile(get('/debug/pprof/profile?seconds=0.5')))

    expect(response.status).toBe(200)
    expect(response.headers.get('tailspan-profiler')).toMatch(header)
    expect(text).toContain('hotFunctionOfThisTest')
  })

  test('P1 a heap profile contains the function whose objects are alive', async () => {
    const { get } = await openDebug(options)

    const { text } = await hoardWhile(readProfile(get('/debug/pprof/heap?seconds=0.5')))

    expect(text).toContain('hoardOfThisTest')
  })

  test('P1 go tool pprof -top reads the profiles', async (context) => {
    const go = await findGo()
    if (!go) return context.skip('there is no go on this machine')
    const { get } = await openDebug(options)
    const dir = await mkdtemp(join(tmpdir(), 'debug-'))
    onTestFinished(() => rm(dir, { recursive: true }))
    const top = async (name: string, { zipped }: { zipped: Buffer }) => {
      const file = join(dir, name)
      await writeFile(file, zipped)
      return (await run(go, ['tool', 'pprof', '-top', '-nodecount=200', file])).stdout
    }

    const cpu = await burnWhile(readProfile(get('/debug/pprof/profile?seconds=0.5')))
    const heap = await hoardWhile(readProfile(get('/debug/pprof/heap?seconds=0.5')))

    expect(await top('cpu', cpu)).toMatch(/Type: wall[\s\S]*hotFunctionOfThisTest/)
    expect(await top('heap', heap)).toMatch(/Type: (inuse_)?space[\s\S]*hoardOfThisTest/)
  })

  test('P3 a caller who leaves stops the measurement: the next one need not wait', async () => {
    const { get } = await openDebug(options)
    const leave = new AbortController()
    const left = get('/debug/pprof/profile?seconds=60', { signal: leave.signal })
    left.catch(() => {})
    const statusNow = async () => (await get('/debug/pprof/profile?seconds=0.01')).status
    await eventually(async () => (await statusNow()) === 409, patience)

    leave.abort()

    await eventually(async () => (await statusNow()) === 200, patience)
  })
})

async function findGo(): Promise<string | undefined> {
  for (const go of ['go', '/usr/local/go/bin/go']) {
    const isThere = await run(go, ['version']).catch(() => false)
    if (isThere) return go
  }
  return undefined
}

test('P2 a second CPU profile at once is refused, a heap profile is not', async () => {
  const { get } = await openDebug()
  const leave = new AbortController()
  const first = get('/debug/pprof/profile?seconds=60', { signal: leave.signal })
  const ended = first.catch(({ name }) => name)
  const ask = () => get('/debug/pprof/profile?seconds=0.01')

  const second = await eventually(async () => {
    const answer = await ask()
    return answer.status === 409 && answer
  })
  const heap = await get('/debug/pprof/heap?seconds=0.01')
  const third = await ask()
  leave.abort()

  expect(await second.text()).toContain('one profile at a time')
  expect(heap.status).toBe(200)
  // The first one is not disturbed: it goes on until its caller leaves.
  expect(third.status).toBe(409)
  expect(await ended).toBe('AbortError')
})

test.each(['0', '-1', '300.1', 'abc', '', '1e9', '0x10', 'Infinity'])(
  'seconds=%s is out of bounds',
  async (seconds) => {
    const { get } = await openDebug()

    const pages = ['/debug/pprof/profile', '/debug/pprof/heap', '/debug/eventloop']
    const answers = await Promise.all(pages.map((page) => get(`${page}?seconds=${seconds}`)))

    expect(answers.map(({ status }) => status)).toEqual([400, 400, 400])
  },
)

test('P5 the app serves while it is profiled', async () => {
  const { get } = await openDebug()
  const app = createServer((_, res) => void res.end('served')).listen(0, '127.0.0.1')
  await once(app, 'listening')
  onTestFinished(() => void app.close())
  const { port } = app.address() as AddressInfo
  let isDone = false

  const profile = get('/debug/pprof/profile?seconds=1').finally(() => {
    isDone = true
  })
  let servedCount = 0
  while (!isDone) {
    const answer = await fetch(`http://127.0.0.1:${port}`)
    if ((await answer.text()) === 'served') servedCount += 1
  }

  expect((await profile).status).toBe(200)
  expect(servedCount).toBeGreaterThan(0)
})

test('P8 a missing addon is said once in the log', async () => {
  const events: [string, object | undefined][] = []
  const say = (event: string, fields?: object) => void events.push([event, fields])
  const log = { info: say, warn: say, error: say }
  const { get } = await openDebug({ loadAddon: noAddon, log })

  for (const page of ['profile', 'heap', 'profile']) await get(`/debug/pprof/${page}?seconds=0.01`)

  const err = expect.objectContaining({ message: 'no prebuilt addon for this machine' })
  expect(events).toEqual([['debug.profiler.fallback', { err }]])
})
