import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test, vi } from 'vitest'

// Programs take their time to start while other tests run.
vi.setConfig({ testTimeout: 60_000 })

const folder = fileURLToPath(new URL('..', import.meta.url))
const program = fileURLToPath(new URL('programs/log-on-demand.ts', import.meta.url))
const flags = ['--conditions=@tailspan/source', '--import', '@tailspan/telemetry/register']
const isLinux = process.platform === 'linux'

type Line = { readonly event: string; readonly line?: number; readonly lines?: number }

/** Starts a program whose stdout is this descriptor; it answers each question with `alive`. */
function start(stdout: number | 'pipe', command: readonly string[] = [process.execPath]) {
  const [first = '', ...rest] = command
  const child = spawn(first, [...rest, ...flags, program], {
    cwd: folder,
    env: { PATH: '/usr/bin:/bin', OTEL_TRACES_EXPORTER: 'none' },
    stdio: ['ignore', stdout, 'pipe', 'ipc'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  const errors = collect(child.stderr as Readable)
  const ask = async (question: object) => {
    const answer = once(child, 'message')
    child.send(question)
    await answer
  }
  return { child, ask, errors, ready: once(child, 'message') }
}

function collect(stream: Readable): () => Line[] {
  let text = ''
  stream.on('data', (chunk) => {
    text += chunk
  })
  return () => text.split('\n').filter(Boolean).map(parse)
}

function parse(line: string): Line {
  return line.startsWith('{') ? JSON.parse(line) : { event: line }
}

async function codeOf(child: ChildProcess): Promise<number | null> {
  const [code] = await once(child, 'close')
  return code as number | null
}

test.runIf(isLinux)('L10 a disk that is full from the start ends nothing', async () => {
  const { child, ask, errors, ready } = start(openSync('/dev/full', 'w'))
  await ready

  await ask({ lines: 100 })
  await ask({ lines: 100 })
  const ended = codeOf(child)
  child.send({ exit: 3 })

  expect(await ended).toBe(3)
  expect(errors()).toMatchObject([
    { event: 'log.unwritable', reason: 'ENOSPC' },
    { event: 'log.lost', lines: 201, reason: 'ENOSPC' },
  ])
})

test.runIf(isLinux)(
  'L10 an error that nobody caught ends with its code on a full disk, too',
  async () => {
    const { child, errors, ready } = start(openSync('/dev/full', 'w'))
    await ready

    const ended = codeOf(child)
    child.send({ crash: true })

    expect(await ended).toBe(1)
    expect(errors().map(({ event }) => event)).toContain('Error: nobody catches this')
  },
)

test('L10 a reader that has gone ends nothing', async () => {
  const { child, ask, errors, ready } = start('pipe')
  await ready

  child.stdout?.destroy()
  await once(child.stdout as Readable, 'close')
  await ask({ lines: 300 })
  await ask({ lines: 300 })
  const ended = codeOf(child)
  child.send({ exit: 0 })

  expect(await ended).toBe(0)
  expect(errors()).toMatchObject([
    { event: 'log.unwritable', reason: 'EPIPE' },
    { event: 'log.lost', reason: 'EPIPE' },
  ])
})

test('L10 a pipe that nobody reads stops nothing: lines wait, then are dropped and counted', async () => {
  const { child, ask, ready } = start('pipe')
  await ready

  for (let round = 0; round < 10; round += 1) await ask({ lines: 1_000 })
  const lines = collect(child.stdout as Readable)
  await vi.waitFor(() => expect(lines().at(-1)?.event).toBe('log.dropped'), { timeout: 30_000 })
  await ask({ lines: 1 })
  await vi.waitFor(() => expect(lines().at(-1)?.event).toBe('line'), { timeout: 30_000 })

  const events = Map.groupBy(lines(), ({ event }) => event)
  const [dropped] = events.get('log.dropped') ?? []
  expect(events.get('log.dropped')).toHaveLength(1)
  expect(dropped?.lines).toBeGreaterThan(1_000)
  expect((events.get('line')?.length ?? 0) + (dropped?.lines ?? 0)).toBe(10_001)
})

test('L10 what the end finds waiting is still read by a reader that lags', async () => {
  const { child, ready } = start('pipe')
  await ready

  const ended = codeOf(child)
  child.send({ lines: 200, exit: 0 })
  const lines = collect(child.stdout as Readable)

  expect(await ended).toBe(0)
  expect(lines().map(({ line }) => line)).toEqual([undefined, ...Array(200).keys()])
})

test.runIf(isLinux)('L10 a pipe that nobody reads does not hold up the end', async () => {
  const { child, ask, errors, ready } = start('pipe')
  await ready

  await ask({ lines: 1_000 })
  const exited = once(child, 'exit')
  child.send({ exit: 0 })
  const [code] = await exited

  expect(code).toBe(0)
  await vi.waitFor(
    () => expect(errors().at(-1)).toMatchObject({ event: 'log.lost', reason: 'EAGAIN' }),
    { timeout: 30_000 },
  )
})

// A file system of its own, which only this program sees; not every machine lets its users have one.
const disk = mkdtempSync(join(tmpdir(), 'tailspan-disk-'))
const onOwnDisk = (script: string) => ['unshare', '-Urm', 'sh', '-c', script, process.execPath]
const canMount = await new Promise<boolean>((resolve) => {
  const [file = '', ...args] = onOwnDisk(`mount -t tmpfs -o size=256k none ${disk}`)
  const probe = spawn(file, args, { stdio: 'ignore' })
  probe.on('error', () => resolve(false)).on('exit', (code) => resolve(code === 0))
})

test.runIf(canMount)('L10 when the disk has room again all lines are there', async () => {
  onTestFinished(() => rmSync(disk, { recursive: true }))
  const script = [
    `mount -t tmpfs -o size=256k none ${disk}`,
    `head -c 1000000 /dev/zero > ${disk}/ballast 2>/dev/null`,
    `exec "$0" "$@" >> ${disk}/log`,
  ]
  const { child, ask, errors, ready } = start('pipe', onOwnDisk(script.join('; ')))
  await ready
  await ask({ lines: 50 })

  await ask({ remove: join(disk, 'ballast'), lines: 1 })
  const log = `/proc/${child.pid}/root${disk}/log`
  const lines = () => readFileSync(log, 'utf8').split('\n').filter(Boolean).map(parse)
  await vi.waitFor(() => expect(lines()).toHaveLength(52), { timeout: 30_000 })

  expect(lines().map(({ line }) => line)).toEqual([undefined, ...Array(50).keys(), 0])
  expect(errors()).toMatchObject([{ event: 'log.unwritable', reason: 'ENOSPC' }])
})
