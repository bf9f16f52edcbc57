import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { scratchFolder } from '../../test/scratch.ts'
import { findJava, readMajor } from './find-java.ts'

/** A JAVA_HOME whose java says that it is this version. */
function fakeJava(version: string): string {
  const home = scratchFolder()
  mkdirSync(join(home, 'bin'))
  writeFileSync(join(home, 'bin', 'java'), `#!/bin/sh\necho 'openjdk version "${version}"' >&2\n`)
  chmodSync(join(home, 'bin', 'java'), 0o755)
  return home
}

test.each([
  ['openjdk version "17.0.15" 2025-04-15', 17],
  ['openjdk version "21" 2023-09-19', 21],
  ['java version "1.8.0_302"', 8],
  ['openjdk version "25-ea" 2025-09-16', 25],
  ['The operation couldn’t be completed. Unable to locate a Java Runtime.', undefined],
])('%s is %s', (text, major) => {
  expect(readMajor(text)).toBe(major)
})

test('the Java of JAVA_HOME is found', async () => {
  const home = fakeJava('21.0.1')

  const java = await findJava({ JAVA_HOME: home })

  expect(java).toMatchObject({ path: join(home, 'bin', 'java'), major: 21 })
})

test('without JAVA_HOME the first java on the PATH is found', async () => {
  const java = await findJava({ PATH: join(fakeJava('17.0.2'), 'bin') })

  expect(java).toMatchObject({ path: 'java', major: 17 })
})

test.each([
  ['no Java', () => ({ PATH: scratchFolder() })],
  ['one that is too old', () => ({ PATH: join(fakeJava('1.8.0_302'), 'bin') })],
])('on a PATH with %s none is found', async (_, env) => {
  expect(await findJava(env())).toBeUndefined()
})

test.each([
  ['without Java', '/no/such/java'],
  ['that is a file', '/etc/passwd'],
])('a JAVA_HOME %s is one sentence that says what to install', async (_, path) => {
  const found = findJava({ JAVA_HOME: path })

  await expect(found).rejects.toMatchObject({ code: 'java-missing' })
  await expect(found).rejects.toThrow(
    /^Java was not found \(tried [^\n]+\): install Java 17 [^\n]+\.$/,
  )
})

test('a Java of JAVA_HOME that is too old is named with its version', async () => {
  const found = findJava({ JAVA_HOME: fakeJava('1.8.0_302') })

  await expect(found).rejects.toMatchObject({ code: 'java-too-old' })
  await expect(found).rejects.toThrow(/too old \(.*1\.8\.0_302.*\): install Java 17[^\n]+\.$/)
})
