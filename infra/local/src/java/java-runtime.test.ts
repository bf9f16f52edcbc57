import { createHash } from 'node:crypto'
import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { serveJar, startJarServer } from '../../test/jar-server.ts'
import { scratchFolder } from '../../test/scratch.ts'
import { zipBytes } from '../../test/zip-bytes.ts'
import { ensureJavaRuntime } from './java-runtime.ts'
import { javaVersion, type PinnedJava } from './pinned-java.ts'

const says = '#!/bin/sh\necho \'openjdk version "25.0.2"\' >&2\n'
const packed = zipBytes([{ name: 'home/bin/java', text: says, mode: 0o755 }])
const home = `java-${javaVersion}`
const env = { PATH: '/usr/bin:/bin' }

/** A place to fetch these bytes from, and the pin of the good ones. */
async function offer(bytes = packed) {
  const { url, asked } = await startJarServer(serveJar(bytes))
  const sha512 = createHash('sha512').update(packed).digest('hex')
  const pin: PinnedJava = { url: `${url}/java.whl`, home: 'home/', size: packed.length, sha512 }
  return { pin, asked }
}

function open(pin: PinnedJava | undefined) {
  const told: string[] = []
  const cacheDir = scratchFolder()
  const progress = (words: string) => void told.push(words)
  return { cacheDir, told, needs: { cacheDir, env, progress, pin } }
}

test('a machine without Java gets the pinned one, once', async () => {
  const { pin, asked } = await offer()
  const { cacheDir, needs, told } = open(pin)

  const first = await ensureJavaRuntime(needs)
  const second = await ensureJavaRuntime(needs)

  expect(first).toMatchObject({ path: join(cacheDir, home, 'bin', 'java'), major: 25 })
  expect(second).toEqual(first)
  expect(asked).toHaveLength(1)
  expect(told).toEqual([
    `downloading Java ${javaVersion}: 0 of 1 MB`,
    `unpacking Java ${javaVersion}, once`,
  ])
  expect(readdirSync(cacheDir).sort()).toEqual([home, 'java.whl'])
})

test('one that does not run is unpacked anew, and not fetched again', async () => {
  const { pin, asked } = await offer()
  const { cacheDir, needs } = open(pin)
  const { path } = await ensureJavaRuntime(needs)
  writeFileSync(path, 'cut off in the middle')

  const again = await ensureJavaRuntime(needs)

  expect(again.major).toBe(25)
  expect(asked).toHaveLength(1)
  expect(readdirSync(cacheDir).sort()).toEqual([home, 'java.whl'])
})

test('of four at once one makes it, the others wait for it, and no parts stay', async () => {
  const { pin, asked } = await offer()
  const { cacheDir, needs, told } = open(pin)

  const all = await Promise.all(Array.from({ length: 4 }, () => ensureJavaRuntime(needs)))

  expect(all.map(({ major }) => major)).toEqual([25, 25, 25, 25])
  expect(asked).toHaveLength(1)
  const waiting = `waiting for Java ${javaVersion}: process ${process.pid} unpacks it`
  expect(told.filter((line) => line === waiting)).toHaveLength(3)
  expect(readdirSync(cacheDir).sort()).toEqual([home, 'java.whl'])
})

test('what is not the pinned file is never unpacked', async () => {
  const { pin } = await offer(Buffer.concat([packed.subarray(1), Buffer.from('x')]))
  const { cacheDir, needs } = open(pin)

  const ensured = ensureJavaRuntime(needs)

  await expect(ensured).rejects.toMatchObject({ code: 'download-corrupt' })
  await expect(ensured).rejects.toThrow(
    /^Java .* sha512 .*install Java 17 [^\n]+JAVA_HOME[^\n]+\.$/,
  )
  expect(readdirSync(cacheDir)).toEqual([])
})

test('where it cannot be fetched from, one sentence says what else helps', async () => {
  const { pin } = await offer()
  // Nobody listens on the discard port's neighbour.
  const { needs } = open({ ...pin, url: 'http://127.0.0.1:2/java.whl' })

  const ensured = ensureJavaRuntime(needs)

  await expect(ensured).rejects.toMatchObject({ code: 'download-failed' })
  await expect(ensured).rejects.toThrow(
    /^Java .*127\.0\.0\.1:2 .*ECONNREFUSED.*install Java 17[^\n]+\.$/,
  )
})
