import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { jarBytes, pinOf, serveJar, startJarServer } from '../../test/jar-server.ts'
import { scratchFolder } from '../../test/scratch.ts'
import { ensureJars } from './jar-cache.ts'
import { kafkaVersion } from './pinned-jars.ts'

const bytes = jarBytes(300_000)
const jar = pinOf('small', bytes)
const folderOf = (cacheDir: string) => join(cacheDir, `kafka-${kafkaVersion}`)

/** The id of a process that has ended. */
async function deadPid(): Promise<number> {
  const child = spawn(process.execPath, ['-e', ''])
  await once(child, 'exit')
  return child.pid as number
}

test('a missing jar is fetched from the mirror under its Maven path, a present one is left alone', async () => {
  const cacheDir = scratchFolder()
  const { url, asked } = await startJarServer(serveJar(bytes))

  const first = await ensureJars({ cacheDir, mirror: url, jars: [jar] })
  const second = await ensureJars({ cacheDir, mirror: url, jars: [jar] })

  expect(first).toEqual([join(folderOf(cacheDir), 'small-1.0.jar')])
  expect(second).toEqual(first)
  expect(readFileSync(first[0] as string)).toEqual(bytes)
  expect(asked).toEqual([{ path: '/maven/org/example/small/1.0/small-1.0.jar', range: undefined }])
})

test('the megabytes that have arrived are told', async () => {
  const big = jarBytes(2_500_000)
  const { url } = await startJarServer(serveJar(big))
  const told: string[] = []

  await ensureJars({
    cacheDir: scratchFolder(),
    mirror: url,
    jars: [pinOf('big', big)],
    progress: (words) => told.push(words),
  })

  expect(told.at(-1)).toBe(`downloading Apache Kafka ${kafkaVersion}: 2 of 3 MB`)
})

test('a damaged jar in the cache is replaced', async () => {
  const cacheDir = scratchFolder()
  const { url } = await startJarServer(serveJar(bytes))
  mkdirSync(folderOf(cacheDir), { recursive: true })
  const place = join(folderOf(cacheDir), 'small-1.0.jar')
  writeFileSync(place, Buffer.concat([bytes.subarray(1), Buffer.from('x')]))

  await ensureJars({ cacheDir, mirror: url, jars: [jar] })

  expect(readFileSync(place)).toEqual(bytes)
})

test('what a dead process had fetched is continued, not fetched again', async () => {
  const cacheDir = scratchFolder()
  const { url, asked } = await startJarServer(serveJar(bytes))
  mkdirSync(folderOf(cacheDir), { recursive: true })
  const part = `small-1.0.jar.${await deadPid()}.abcdef.part`
  writeFileSync(join(folderOf(cacheDir), part), bytes.subarray(0, 200_000))

  const [place = ''] = await ensureJars({ cacheDir, mirror: url, jars: [jar] })

  expect(asked.map(({ range }) => range)).toEqual(['bytes=200000-'])
  expect(readFileSync(place)).toEqual(bytes)
  expect(readdirSync(folderOf(cacheDir))).toEqual(['small-1.0.jar'])
})

test('what a living process is fetching is left to it', async () => {
  const cacheDir = scratchFolder()
  const { url, asked } = await startJarServer(serveJar(bytes))
  mkdirSync(folderOf(cacheDir), { recursive: true })
  const theirs = `small-1.0.jar.${process.ppid}.abcdef.part`
  writeFileSync(join(folderOf(cacheDir), theirs), bytes.subarray(0, 200_000))

  await ensureJars({ cacheDir, mirror: url, jars: [jar] })

  expect(asked.map(({ range }) => range)).toEqual([undefined])
  expect(readdirSync(folderOf(cacheDir))).toContain(theirs)
})

test('a connection that is cut in the middle is taken up where it broke', async () => {
  const cacheDir = scratchFolder()
  const arrivedBytes = () =>
    readdirSync(folderOf(cacheDir)).map((file) => statSync(join(folderOf(cacheDir), file)).size)
  let isFirst = true
  const { url, asked } = await startJarServer(async (request, response) => {
    if (!isFirst) {
      serveJar(bytes)(request, response)
      return
    }
    isFirst = false
    response.writeHead(200, { 'content-length': bytes.length })
    response.write(bytes.subarray(0, 100_000))
    await expect.poll(arrivedBytes).toEqual([100_000])
    response.destroy()
  })

  const [place = ''] = await ensureJars({ cacheDir, mirror: url, jars: [jar] })

  expect(asked.map(({ range }) => range)).toEqual([undefined, 'bytes=100000-'])
  expect(readFileSync(place)).toEqual(bytes)
})

test('a server that knows no ranges is listened to from the beginning', async () => {
  const cacheDir = scratchFolder()
  const { url, asked } = await startJarServer((_, response) => response.end(bytes))
  mkdirSync(folderOf(cacheDir), { recursive: true })
  const part = `small-1.0.jar.${await deadPid()}.abcdef.part`
  writeFileSync(join(folderOf(cacheDir), part), bytes.subarray(0, 50_000))

  const [place = ''] = await ensureJars({ cacheDir, mirror: url, jars: [jar] })

  expect(readFileSync(place)).toEqual(bytes)
  expect(asked).toHaveLength(1)
})

test('a jar that is not what was pinned is never put in place', async () => {
  const cacheDir = scratchFolder()
  const { url } = await startJarServer(serveJar(jarBytes(300_000, 'other')))

  const ensured = ensureJars({ cacheDir, mirror: url, jars: [jar] })

  await expect(ensured).rejects.toMatchObject({ code: 'download-corrupt' })
  await expect(ensured).rejects.toThrow(/small-1\.0\.jar .* sha512 .*TAILSPAN_MAVEN_MIRROR/)
  expect(readdirSync(folderOf(cacheDir))).toEqual([])
})

test('a repository that does not have the jar is named, and not asked again', async () => {
  const { url, asked } = await startJarServer((_, response) => response.writeHead(404).end())

  const ensured = ensureJars({ cacheDir: scratchFolder(), mirror: url, jars: [jar] })

  await expect(ensured).rejects.toMatchObject({ code: 'download-failed' })
  await expect(ensured).rejects.toThrow(/127\.0\.0\.1:\d+ .*answered 404.*TAILSPAN_MAVEN_MIRROR/)
  expect(asked).toHaveLength(1)
})

test('a repository that cannot be reached is one sentence with its host', async () => {
  // Nobody listens on the discard port's neighbour.
  const mirror = 'http://127.0.0.1:2/maven'

  const ensured = ensureJars({ cacheDir: scratchFolder(), mirror, jars: [jar] })

  await expect(ensured).rejects.toMatchObject({ code: 'download-failed' })
  await expect(ensured).rejects.toThrow(/^small-1\.0\.jar .*127\.0\.0\.1:2 .*ECONNREFUSED[^\n]*\.$/)
})

test('after one failure no further jar is begun, and those under way may end', async () => {
  const many = Array.from({ length: 40 }, (_, i) => pinOf(`jar${i}`, bytes))
  const cacheDir = scratchFolder()
  const gate = Promise.withResolvers<void>()
  const { url, asked } = await startJarServer(async (request, response) => {
    if (request.url?.includes('jar0')) {
      await expect.poll(() => asked.length).toBe(6)
      return response.writeHead(404).end()
    }
    await gate.promise
    return serveJar(bytes)(request, response)
  })
  const wholeJars = () => readdirSync(folderOf(cacheDir)).filter((file) => file.endsWith('.jar'))

  const ensured = ensureJars({ cacheDir, mirror: url, jars: many })
  await expect(ensured).rejects.toMatchObject({ code: 'download-failed' })
  gate.resolve()

  await expect.poll(() => wholeJars().length).toBe(5)
  expect(asked).toHaveLength(6)
})

test('two at once both end with whole jars, and no parts stay', async () => {
  const cacheDir = scratchFolder()
  const { url } = await startJarServer(serveJar(bytes))
  const jars = Array.from({ length: 8 }, (_, i) => pinOf(`jar${i}`, bytes))

  const both = await Promise.all([
    ensureJars({ cacheDir, mirror: url, jars }),
    ensureJars({ cacheDir, mirror: url, jars }),
  ])

  expect(both[0]).toEqual(both[1])
  for (const place of both[0]) expect(readFileSync(place)).toEqual(bytes)
  expect(readdirSync(folderOf(cacheDir))).toHaveLength(jars.length)
})
