import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { checkout } from '../src/checkout.ts'

test('.ci/run can be started and runs npm test', async () => {
  const script = await read('.ci/run')

  const { mode } = await stat(join(checkout, '.ci/run'))

  expect(mode & 0o111).not.toBe(0)
  expect(script).toMatch(/^npm --silent test <\/dev\/null &$/m)
})

test('the workflow runs .ci/run and nothing beside it', async () => {
  const commands = [...(await read('.github/workflows/ci.yml')).matchAll(/^\s*-? ?run: (.*)$/gm)]

  expect(commands.map(([, command]) => command)).toEqual(['bash .ci/run'])
})

test('every job of the night is a command of npm run', async () => {
  const text = await read('.github/workflows/nightly.yml')
  const { scripts } = JSON.parse(await read('package.json'))

  const words = [...text.matchAll(/^\s*- run: npm (?:run )?(\S+)/gm)].map(([, word]) => word)
  const inMatrix = [...text.matchAll(/command: \[(.*)\]/g)].flatMap(([, list = '']) =>
    list.split(', '),
  )
  const commands = [...words, ...inMatrix].filter((word) => word !== '${{')

  expect(commands.length).toBeGreaterThan(0)
  expect(commands.filter((command) => !(`${command}` in scripts))).toEqual([])
})

test('every action is pinned to a commit and says which version that is', async () => {
  const workflows = await readdir(join(checkout, '.github/workflows'))
  for (const workflow of workflows) {
    const uses = [...(await read(`.github/workflows/${workflow}`)).matchAll(/uses: (.*)$/gm)]

    expect(uses.length).toBeGreaterThan(0)
    for (const [, action] of uses) expect(action).toMatch(/^[\w/-]+@[0-9a-f]{40} # v[\d.]+$/)
  }
})

test('what a release publishes is what laws.mjs says stands alone', async () => {
  const [, published = ''] = /^standalone=\((.*)\)$/m.exec(await read('.github/publish')) ?? []
  const [, laws = ''] = /^const standalone = \{\n([\s\S]*?)^\}/m.exec(await read('laws.mjs')) ?? []

  const standalone = [...laws.matchAll(/^ {2}'?([\w-]+)'?:/gm)].map(([, name]) => name)
  expect(published.split(' ')).toEqual(standalone)
})

test('CHANGELOG.md has the section without which the next tag publishes nothing', async () => {
  const [, section = ''] =
    /^grep -q "\^(.*?)" CHANGELOG\.md/m.exec(await read('.github/publish')) ?? []
  const { version } = JSON.parse(await read('libs/scope/package.json'))

  expect(section).toContain('$tag')
  expect(await read('CHANGELOG.md')).toContain(`\n${section.replace('$tag', `v${version}`)}`)
})

test('the workflow brings the Java that .ci/run asks for', async () => {
  const [, needed] = /^needed_java=(\d+)$/m.exec(await read('.ci/run')) ?? []

  expect(await read('.github/workflows/ci.yml')).toContain(`java-version: "${needed}"`)
})

function read(path: string): Promise<string> {
  return readFile(join(checkout, path), 'utf8')
}
