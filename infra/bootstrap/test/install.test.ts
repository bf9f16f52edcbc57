import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { fakeCheckout, npxThatInstalls } from './fake-checkout.ts'

vi.setConfig({ testTimeout: 60_000 })

test('E3 a fresh clone is installed once, from the frozen lockfile and from the caches alone', async () => {
  const { root, run } = fakeCheckout({ program: 'console.log("up")' })

  const first = await run(['start']).ended
  const second = await run(['start']).ended

  expect(first).toEqual({ stdout: 'up\n', stderr: 'installing packages …\n', exitCode: 0 })
  expect(second).toEqual({ stdout: 'up\n', stderr: '', exitCode: 0 })
  expect(readFileSync(join(root, 'npx-calls'), 'utf8')).toMatch(
    /^--yes --offline pnpm@[\d.]+ install --offline --frozen-lockfile .*\n$/,
  )
})

test('a lockfile that has changed is installed again', async () => {
  const { root, write, run } = fakeCheckout()
  await run(['start']).ended
  write('pnpm-lock.yaml', 'two')

  await run(['start']).ended

  expect(readFileSync(join(root, 'npx-calls'), 'utf8').trim().split('\n')).toHaveLength(2)
})

test('an install that fails is one sentence with its reason and its log', async () => {
  const npx = '#!/bin/sh\necho noise\necho "ERR_PNPM_FETCH_403 forbidden" >&2\nexit 1\n'
  const { root, run } = fakeCheckout({ npx })

  const { stderr, exitCode } = await run(['start']).ended

  expect(exitCode).toBe(1)
  expect(stderr).toMatch(
    /\nThe packages could not be installed \(ERR_PNPM_FETCH_403 forbidden\): [^\n]*\.\n$/,
  )
  expect(readFileSync(join(root, '.tailspan/logs/install.log'), 'utf8')).toContain('noise\n')
})

test('an install that failed is tried again', async () => {
  const npx = '#!/bin/sh\necho >> npx-calls\nexit 1\n'
  const { root, run } = fakeCheckout({ npx, npm: '#!/bin/sh\n' })

  await run(['start']).ended
  await run(['start']).ended

  expect(readFileSync(join(root, 'npx-calls'), 'utf8')).toBe('\n'.repeat(4))
})

test('E3 what is not in the caches is asked of the registry after it has answered once', async () => {
  const npx = `#!/bin/sh\ncase "$*" in *--offline*) echo "$@" >> npx-calls; exit 1;; esac\n${npxThatInstalls}`
  const { root, run } = fakeCheckout({ npx, program: 'console.log("up")' })

  const { stdout } = await run(['start']).ended

  const calls = readFileSync(join(root, 'npx-calls'), 'utf8').trim().split('\n')
  expect(stdout).toBe('up\n')
  expect(calls).toEqual([
    expect.stringMatching(/^--yes --offline /),
    expect.stringMatching(/^npm ping --fetch-retries=0 /),
    expect.stringMatching(/^--yes --prefer-offline .* --prefer-offline /),
  ])
})

test.each(['ENOTFOUND', 'EAI_AGAIN', 'ECONNREFUSED', 'FETCH_ERROR', 'SELF_SIGNED_CERT_IN_CHAIN'])(
  'E3 with cold caches and a registry that is %s a start ends with one sentence, and pnpm does not wait for it',
  async (code) => {
    const npx = '#!/bin/sh\necho "$@" >> npx-calls\nexit 1\n'
    const npm = `#!/bin/sh\necho 'npm notice PING https://registry.example/' >&2\necho 'npm error code ${code}' >&2\nexit 1\n`
    const { root, run } = fakeCheckout({ npx, npm })

    const { stderr, exitCode } = await run(['start']).ended

    expect(exitCode).toBe(1)
    expect(stderr).toMatch(/\nNot all packages are in the caches of this machine, and [^\n]+\.\n$/)
    expect(stderr).toContain(`https://registry.example/ does not answer (${code})`)
    expect(readFileSync(join(root, 'npx-calls'), 'utf8').trim().split('\n')).toHaveLength(1)
  },
)

test.each(['E404', 'E401', 'E500'])('E3 a registry that answers %s is there', async (code) => {
  const npx = `#!/bin/sh\ncase "$*" in *--offline*) exit 1;; esac\n${npxThatInstalls}`
  const npm = `#!/bin/sh\necho 'npm error code ${code}' >&2\nexit 1\n`
  const { run } = fakeCheckout({ npx, npm, program: 'console.log("up")' })

  expect(await run(['start']).ended).toMatchObject({ stdout: 'up\n', exitCode: 0 })
})

test('E2 an installer that a killed start has left half unpacked is unpacked anew, elsewhere', async () => {
  const npx = `#!/bin/sh\n[ -n "$npm_config_cache" ] || { echo 'sh: 1: pnpm: not found' >&2; exit 127; }\n${npxThatInstalls}`
  const { run } = fakeCheckout({ npx, program: 'console.log("up")' })

  const { stdout, exitCode } = await run(['start'], [], { npm_config_cache: '' }).ended

  expect({ stdout, exitCode }).toEqual({ stdout: 'up\n', exitCode: 0 })
})

test('E2 an install that was killed in the middle is done again', async () => {
  const { root, run } = fakeCheckout({ program: 'console.log("up")' })
  await run(['start']).ended
  rmSync(join(root, 'node_modules', 'node'), { recursive: true })

  const { stdout } = await run(['start']).ended

  expect(stdout).toBe('up\n')
  expect(readFileSync(join(root, 'npx-calls'), 'utf8').trim().split('\n')).toHaveLength(2)
})

test.each([
  ['ENOSPC: no space left on device, write', /: free some space/],
  ["EACCES: permission denied, mkdir '/home/x/.npm'", /: let this user write/],
  ["EROFS: read-only file system, mkdir '/home/x/.npm'", /: let this user write/],
])(
  'E2 an install that ends with %s is one sentence that says what to do',
  async (words, advice) => {
    const npx = `#!/bin/sh\necho "npm error ${words}" >&2\nexit 1\n`
    const { root, write, run } = fakeCheckout({ npx })
    // Where the log cannot be written, either.
    write('.tailspan', 'a file')

    const { stderr, exitCode } = await run(['start']).ended

    expect(exitCode).toBe(1)
    expect(stderr.trim().split('\n')).toHaveLength(2)
    expect(stderr).toMatch(advice)
    expect(stderr).not.toContain(root)
  },
)

test('E2 a signal while packages are installed ends all that installs them', async () => {
  const npx = '#!/bin/sh\nsleep 600 & echo $! > sleeper\nwait\n'
  const { root, run } = fakeCheckout({ npx })
  const { child, ended } = run(['start'])
  const sleeper = await vi.waitFor(
    () => {
      const pid = Number(readFileSync(join(root, 'sleeper'), 'utf8'))
      expect(pid).toBeGreaterThan(0)
      return pid
    },
    { timeout: 30_000 },
  )

  child.kill('SIGTERM')

  expect((await ended).exitCode).toBe(143)
  await vi.waitFor(() => expect(() => process.kill(sleeper, 0)).toThrow('ESRCH'), {
    timeout: 30_000,
  })
})
