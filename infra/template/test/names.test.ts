import { expect, test } from 'vitest'
import { readName, replaceName } from '../src/names.ts'

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
  expect(readName('acme', undefined)).toEqual({ name: 'acme', scope: '@acme' })
  expect(readName('acme', '@acme-inc')).toEqual({ name: 'acme', scope: '@acme-inc' })
})

test.each([
  [undefined, undefined, 'npm run rename -- acme --scope @acme'],
  ['Acme', undefined, '"Acme" cannot be the name'],
  ['my-shop', undefined, '"my-shop" cannot be the name'],
  ['acme', 'acme', '"acme" cannot be the scope'],
])('%s with scope %s is refused', (name, scope, sentence) => {
  expect(() => readName(name, scope)).toThrow(sentence)
})
