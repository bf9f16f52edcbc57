import { expect, test } from 'vitest'
import { readName, replaceName } from '../src/names.ts'
import { repositoryAt } from '../src/repository.ts'

const ours = { name: 'oldshop', scope: '@oldshop' }

test('a name is replaced in each way in which names are written', () => {
  const text = `import { x } from '@oldshop/scope'
OLDSHOP_PORT=1 oldshop.detached OldshopError \`Oldshop\` tmp/oldshop-1 '@oldshop.example'`

  expect(replaceName(text, ours, { name: 'acme', scope: '@acme-inc' })).toBe(
    `import { x } from '@acme-inc/scope'
ACME_PORT=1 acme.detached AcmeError \`Acme\` tmp/acme-1 '@acme.example'`,
  )
})

test('the scope is that of the name unless it is given', () => {
  expect(readName('acme', {})).toEqual({ name: 'acme', scope: '@acme' })
  expect(readName('acme', { scope: '@acme-inc' })).toEqual({ name: 'acme', scope: '@acme-inc' })
})

test.each([
  [undefined, {}, 'npm run rename -- acme --scope @acme'],
  ['Acme', {}, '"Acme" cannot be the name'],
  ['my-shop', {}, '"my-shop" cannot be the name'],
  ['acme', { scope: 'acme' }, '"acme" cannot be the scope'],
  ['acme', { repository: 'shop' }, '"shop" cannot be a repository'],
  ['acme', { repository: 'https://github.com/acme/shop' }, 'write it as acme/shop'],
  ['acme', { repository: 'acme/..' }, '"acme/.." cannot be a repository'],
])('%s with %j is refused', (name, typed, sentence) => {
  expect(() => readName(name, typed)).toThrow(sentence)
})

const addresses = `[ci](https://github.com/oldshop/oldshop/actions) git+https://github.com/oldshop/oldshop.git
https://github.com/oldshop/oldshop-docs`

test('an address on GitHub is that of the repository, which may be called otherwise', () => {
  const to = { name: 'acme', scope: '@acme', repository: 'initech/oldshop-next' }

  const renamed = replaceName(addresses, ours, to)

  expect(
    renamed,
  ).toBe(`[ci](https://github.com/initech/oldshop-next/actions) git+https://github.com/initech/oldshop-next.git
https://github.com/acme/acme-docs`)
  expect(replaceName(renamed, to, ours)).toBe(addresses)
})

test('without a repository an address is the name, twice', () => {
  const renamed = replaceName(addresses, ours, { name: 'acme', scope: '@initech' })

  expect(renamed).toContain('https://github.com/acme/acme/actions')
})

test.each([
  ['https://github.com/acme/shop.git', 'acme/shop'],
  ['https://github.com/acme/shop/', 'acme/shop'],
  ['https://someone:secret@github.com/acme/shop', 'acme/shop'],
  ['git@github.com:acme/my.shop.git', 'acme/my.shop'],
  ['ssh://git@github.com/acme/shop.git', 'acme/shop'],
  ['ssh://git@github.com:22/acme/shop.git', 'acme/shop'],
  ['https://gitlab.com/acme/shop.git', undefined],
  ['https://notgithub.com/acme/shop.git', undefined],
  ['/home/acme/shop', undefined],
])('the repository at %s is %s', (address, repository) => {
  expect(repositoryAt(address)).toBe(repository)
})
