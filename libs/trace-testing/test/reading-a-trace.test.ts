import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { buildTree, renderTrace } from '../src/index.ts'
import { docSamples } from './doc-samples.ts'

const path = join(import.meta.dirname, '../../../docs/reading-a-trace.md')

// `vitest run -u` draws them anew.
test('the pictures of docs/reading-a-trace.md are drawn by the renderer', async () => {
  const written = await readFile(path, 'utf8')

  const drawn = namesIn(written).reduce(
    (text, name) => text.replace(pictureOf(name), () => `${draw(name)}\n`),
    written,
  )

  expect(namesIn(written).sort()).toEqual(Object.keys(docSamples).sort())
  await expect(drawn).toMatchFileSnapshot(path)
})

function pictureOf(name: string): RegExp {
  return new RegExp(`(?<=<!-- picture: ${name} -->\n\`\`\`text\n)[^\`]*`)
}

function draw(name: string): string {
  return renderTrace(buildTree(docSamples[name]?.() ?? []), { width: 100 })
}

function namesIn(text: string): string[] {
  return [...text.matchAll(/<!-- picture: (\w+) -->/g)].map(([, name = '']) => name)
}
