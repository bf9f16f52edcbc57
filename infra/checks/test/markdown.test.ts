import { expect, test } from 'vitest'
import { anchorsIn, linksIn } from '../src/tree/markdown.ts'

test('links are found inline, as pictures and as definitions, with their lines', () => {
  const text =
    '[a](one.md)\n![b](two.png "title") and [c](<three.md#x>)\n\n[d]: four.ts\n\n<source media="(x)" srcset="five.png">\n<img alt="e" src="six.png">\n'

  expect(linksIn(text)).toEqual([
    { target: 'one.md', line: 1 },
    { target: 'two.png', line: 2 },
    { target: 'three.md#x', line: 2 },
    { target: 'four.ts', line: 4 },
    { target: 'five.png', line: 6 },
    { target: 'six.png', line: 7 },
  ])
})

test('what stands in code is no link and no heading', () => {
  const text = 'Say `[a](b.md)`.\n\n```md\n[c](d.md)\n# e\n```\n\n# f\n'

  expect(linksIn(text)).toEqual([])
  expect(anchorsIn(text)).toEqual(new Set(['f']))
})

test('anchors are the headings in lower case, without punctuation, numbered when they repeat', () => {
  const text =
    '# The `npm` way, briefly\n\n## Notes\n\n## Notes\n\n<a id="own"></a>\n\n## [Links](x.md) too\n'

  expect(anchorsIn(text)).toEqual(
    new Set(['the-npm-way-briefly', 'notes', 'notes-1', 'links-too', 'own']),
  )
})
