import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { eventually, freePort } from '@tailspan/testkit'
import { expect, onTestFinished, test, vi } from 'vitest'

vi.setConfig({ testTimeout: 60_000 })

const read = (path: string) => readFile(new URL(path, import.meta.url), 'utf8')
const pathOf = (name: string) => fileURLToPath(new URL(`examples/${name}.ts`, import.meta.url))

test('the mistake of the README: open to every interface, and nothing reports its end', async () => {
  const [readme, example] = await Promise.all([read('../README.md'), read('examples/mistake.ts')])
  const [, mistake = 'none'] = /```ts\n(.*?)```/s.exec(readme) ?? []

  const { stdout } = await promisify(execFile)(process.execPath, [pathOf('mistake')])

  const { address, appLivesOn } = JSON.parse(stdout)
  expect(example).toContain(mistake)
  expect(address.address).toMatch(/^(::|0\.0\.0\.0)$/)
  expect(appLivesOn).toBe(true)
})

test('the fix of the README runs, shows its actors and stops on SIGTERM', async () => {
  const [readme, example] = await Promise.all([
    read('../README.md'),
    read('examples/watched-shop.ts'),
  ])
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const flags = ['--conditions=@tailspan/source', pathOf('watched-shop'), `${port}`]
  const shop = spawn(process.execPath, flags)
  onTestFinished(() => void shop.kill('SIGKILL'))
  const ended = once(shop, 'exit')

  await eventually(async () => (await fetch(`${url}/readyz`)).ok, { timeoutMs: 60_000 })
  const dump = await (await fetch(`${url}/debug/pprof/goroutine?debug=2`)).text()
  shop.kill('SIGTERM')
  const [exitCode] = await ended

  expect(readme).toContain(`\`\`\`ts\n${example}\`\`\``)
  expect(dump).toMatch(/^actor debug listener \[running, .*\]\n\nactor tasks \[running, /)
  expect(exitCode).toBe(0)
})
