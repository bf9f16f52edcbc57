import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { portNames, portSetting, readPorts } from '../src/ports.ts'
import { scratchFolder } from './scratch.ts'

const folder = fileURLToPath(new URL('..', import.meta.url))
const read = (path: string) => readFileSync(`${folder}/${path}`, 'utf8')

test("the README's fix runs as it stands there", async () => {
  const [, , fix = ''] = read('README.md')
    .split('```ts\n')
    .map((part) => part.split('```')[0])
  const program = `const state = ${JSON.stringify(scratchFolder())}\n${fix}`

  const flags = ['--conditions=@tailspan/source', '--input-type=module-typescript']
  const run = promisify(execFile)(process.execPath, [...flags, '--eval', program], { cwd: folder })

  expect((await run).stdout).toMatch(/^127\.0\.0\.1:\d+ \/tailspan smtp:\/\/127\.0\.0\.1:\d+\n$/)
})

test('the document names every port and its setting', () => {
  const text = read('../../docs/run-locally.md')

  for (const name of portNames) {
    expect(text).toContain(`\`${portSetting(name)}\``)
    expect(text).toMatch(new RegExp(`\\b${readPorts({})[name]}\\b`))
  }
})
