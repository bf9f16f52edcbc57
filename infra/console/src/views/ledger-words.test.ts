import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { ledgerWords } from './ledger-words.ts'

test('what a ledger counts is called as the glossary has it', () => {
  const glossary = readFileSync(new URL('../../../../docs/glossary.md', import.meta.url), 'utf8')
  const listed = [...glossary.matchAll(/^\| ([^|]+) \|/gm)].map(([, word]) => word)

  // The glossary has the thing, the ledger how many of them.
  const names = ledgerWords.map(({ name }) => name.replace('dead-lettered', 'dead letter'))
  expect(listed).toEqual(expect.arrayContaining(names))
})
