import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const read = (path: string) => readFile(new URL(path, import.meta.url), 'utf8')

async function runExample(name: string): Promise<string> {
  const program = fileURLToPath(new URL(`examples/${name}.ts`, import.meta.url))
  const flags = ['--conditions=@tailspan/source', program]
  const { stdout } = await promisify(execFile)(process.execPath, flags)
  return stdout
}

test('the mistake of the README: a client that leaves over HTTP/2 is not noticed', async () => {
  const [readme, example] = await Promise.all([read('../README.md'), read('examples/mistake.ts')])
  const [, mistake = ''] = /```ts\n(.*?)```/s.exec(readme) ?? []

  const stdout = await runExample('mistake')

  expect(example).toContain(mistake)
  expect(readme).toContain(stdout.trim())
})

test('the fix of the README: it is noticed, and told from the other ends', async () => {
  const [readme, example] = await Promise.all([
    read('../README.md'),
    read('examples/serve-orders.ts'),
  ])
  const shown = JSON.parse(/```json\n(.*)\n/.exec(readme)?.[1] ?? '{}')

  const stdout = await runExample('serve-orders')

  const lines = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(readme).toContain(`\`\`\`ts\n${example}\`\`\``)
  expect(lines).toContainEqual({ ...shown, time: expect.any(String) })
})
