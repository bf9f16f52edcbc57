import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const run = promisify(execFile)
const checkout = fileURLToPath(new URL('../../..', import.meta.url))

// vitest finds every name of a CommonJS package, Node only those that it can read off the text.
test('programs of Node load the kit, its names of CommonJS packages included', async () => {
  const program = "await import('@tailspan/testkit'); console.log('loaded')"
  const args = ['--conditions=@tailspan/source', '--input-type=module', '--eval', program]

  const { stdout } = await run(process.execPath, args, { cwd: `${checkout}/e2e` })

  expect(stdout).toBe('loaded\n')
})
