import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { fakeCheckout } from './fake-checkout.ts'
import { startSmallRegistry } from './small-registry.ts'

// The real npm and npx of this machine; only pnpm itself is a small one.
vi.setConfig({ testTimeout: 180_000 })

function emptyCache(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tailspan-npm-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

function freshClone() {
  return fakeCheckout({ program: 'console.log("up")', isReal: true })
}

test('E3 a fresh clone with warm caches starts beside a registry that never answers, and does not ask it', async () => {
  const registry = await startSmallRegistry()
  const shell = { npm_config_registry: registry.url, npm_config_cache: emptyCache() }
  const warmed = await freshClone().run(['start'], [], shell).ended

  registry.silence()
  const { stdout, exitCode } = await freshClone().run(['start'], [], shell).ended

  expect(warmed).toMatchObject({ stdout: 'up\n', exitCode: 0 })
  expect({ stdout, exitCode }).toEqual({ stdout: 'up\n', exitCode: 0 })
  expect(registry.asked).toEqual([])
})

test('E3 with cold caches a registry that never answers is asked once, and named in one sentence', async () => {
  const registry = await startSmallRegistry()
  registry.silence()
  const shell = { npm_config_registry: registry.url, npm_config_cache: emptyCache() }

  const { stderr, exitCode } = await freshClone().run(['start'], [], shell).ended

  expect(exitCode).toBe(1)
  expect(stderr).toContain(`${registry.url} does not answer`)
  expect(stderr.trim().split('\n')).toHaveLength(2)
  expect(registry.asked).toHaveLength(1)
})

test('E3 with cold caches a registry that is not there is named in one sentence', async () => {
  const url = 'http://127.0.0.1:9/'
  const shell = { npm_config_registry: url, npm_config_cache: emptyCache() }

  const { stderr, exitCode } = await freshClone().run(['start'], [], shell).ended

  expect(exitCode).toBe(1)
  expect(stderr).toContain(`${url} does not answer (ECONNREFUSED)`)
})

test('E3 a silent npm run does not hide why the registry cannot be reached', async () => {
  const url = 'http://127.0.0.1:9/'
  const silent = { npm_config_registry: url, npm_config_loglevel: 'silent' }

  const { stderr } = await freshClone().run(['start'], [], {
    ...silent,
    npm_config_cache: emptyCache(),
  }).ended

  expect(stderr).toContain(`${url} does not answer (ECONNREFUSED)`)
})
