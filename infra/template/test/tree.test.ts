import { expect, test } from 'vitest'
import { leftWithoutTexts } from '../src/tree.ts'

const texts = (...paths: string[]) => new Map(paths.map((path) => [path, '']))

test('a picture goes with the folder that it was for, and stays where texts are left', () => {
  const before = texts('README.md', 'infra/console/README.md', 'docs/tour.md', 'docs/faults.md')
  const after = texts('README.md', 'docs/tour.md')

  const gone = leftWithoutTexts(
    ['infra/console/pictures/trace.png', 'docs/picture.png', 'logo.png', 'fonts/one.woff'],
    before,
    after,
  )

  expect(gone).toEqual(['infra/console/pictures/trace.png'])
})
