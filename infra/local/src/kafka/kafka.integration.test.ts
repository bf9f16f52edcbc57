import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { dirname, join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { scratchFolder } from '../../test/scratch.ts'
import { ownEnv, readArtifactSettings } from '../config.ts'
import { findFreePorts } from '../free-ports.ts'
import { type KafkaRuntime, runKafkaTool, toJvmArgs } from './jvm.ts'
import { startKafka } from './kafka.ts'
import { prepareKafka } from './prepare-kafka.ts'

const runtime = await prepareKafka()

/** Kafka's own tool, so that nothing of ours stands between a test and the broker. */
function topics(brokers: string, ...args: string[]): Promise<string> {
  const all = ['--bootstrap-server', brokers, ...args]
  return runKafkaTool(runtime, ['org.apache.kafka.tools.TopicCommand', ...all])
}

test('two brokers serve side by side, each with its own topics', async () => {
  await using one = await startKafka({ dir: scratchFolder(), runtime })
  await using other = await startKafka({ dir: scratchFolder(), runtime })

  await topics(one.brokers, '--create', '--topic', 'mine')

  // The answer comes from the controller, the list from the broker that learns it next.
  await expect.poll(() => topics(one.brokers, '--list')).toBe('mine\n')
  expect((await topics(other.brokers, '--list')).trim()).toBe('')
})

test('clients of an extra listener are led through the port of the proxy', async () => {
  const [port = 0, advertisedPort = 0] = await findFreePorts(2)
  let connections = 0
  const proxy = createServer((client) => {
    connections += 1
    const upstream = connect(port, '127.0.0.1')
    client.pipe(upstream).pipe(client)
    for (const end of [client, upstream]) end.on('error', () => end.destroy())
  })
  proxy.listen(advertisedPort, '127.0.0.1')
  await once(proxy, 'listening')
  onTestFinished(() => void proxy.close())
  const extraListeners = [{ name: 'proxy', port, advertisedPort }]
  await using kafka = await startKafka({ dir: scratchFolder(), runtime, extraListeners })

  await topics(kafka.listeners.proxy as string, '--create', '--topic', 'through')

  expect(kafka.listeners).toEqual({ proxy: `127.0.0.1:${advertisedPort}` })
  // One to ask who is there, one to whom the answer names.
  expect(connections).toBeGreaterThanOrEqual(2)
})

test.each(['with a space, a comma', 'hash#percent%25', 'ümlaut', `quote's "two" $HOME`])(
  'E2 a broker serves with its data in a folder named %s',
  async (name) => {
    const dir = join(scratchFolder(), name)
    await using kafka = await startKafka({ dir, runtime })

    await topics(kafka.brokers, '--create', '--topic', 'mine')

    expect(readdirSync(dirname(dir))).toEqual([name])
    // The answer comes from the controller, the folder from the broker that learns it next.
    await expect.poll(() => readdirSync(join(dir, 'data'))).toContain('mine-0')
  },
)

test("a data folder that was copied is what Kafka's own tool makes, but for its ids", async () => {
  const describe = async (one: KafkaRuntime) => {
    const dir = scratchFolder()
    await using kafka = await startKafka({ dir, runtime: one })
    const at = ['--bootstrap-server', kafka.brokers, 'describe']
    const features = await runKafkaTool(one, ['org.apache.kafka.tools.FeatureCommand', ...at])
    const meta = readFileSync(join(dir, 'data', 'meta.properties'), 'utf8')
    return { meta, features: features.replaceAll(/Epoch: \d+/g, '') }
  }
  const { firstRecords, ...withoutRecords } = runtime

  const copied = await describe(runtime)
  const again = await describe(runtime)
  const formatted = await describe(withoutRecords)

  const keysOf = (meta: string) => [...meta.matchAll(/^[\w.]+(?==)/gm)].flat().sort()
  expect(firstRecords).toMatch(/\.checkpoint$/)
  expect(copied.features).toMatch(/metadata\.version/)
  expect(copied.features).toBe(formatted.features)
  expect(keysOf(copied.meta)).toEqual(keysOf(formatted.meta))
  expect(copied.meta).not.toBe(again.meta)
})

test('a broker that was killed serves again with its topics', async () => {
  const dir = scratchFolder()
  const first = await startKafka({ dir, runtime })
  await topics(first.brokers, '--create', '--topic', 'kept')
  await first.kill()

  await using second = await startKafka({ dir, runtime, port: first.port })

  expect(await topics(second.brokers, '--list')).toBe('kept\n')
})

test('a broker whose data is broken says so in one sentence', async () => {
  const dir = scratchFolder()
  await (await startKafka({ dir, runtime })).stop()
  writeFileSync(join(dir, 'data', 'meta.properties'), 'version=1\ncluster.id=another\nnode.id=7\n')

  const started = startKafka({ dir, runtime })

  await expect(started).rejects.toMatchObject({ code: 'part-failed' })
  await expect(started).rejects.toThrow(/^kafka ended with exit code 1: [^\n]+kafka\.log\)\.$/)
})

test('a tool of Kafka that fails says why in its own words', async () => {
  const dir = scratchFolder()
  writeFileSync(join(dir, 'data'), 'a file where a folder should be')

  const started = startKafka({ dir, runtime })

  await expect(started).rejects.toMatchObject({ code: 'part-failed' })
  await expect(started).rejects.toThrow(/^Kafka's kafka\.tools\.StorageTool failed: .*\bdata\b/)
})

test('the class archive is made once for a Java and its jars, and the JVM takes its classes from it', async () => {
  const cacheDir = scratchFolder()
  const filter = (file: string) => !/\/classes-[^/]+\.jsa$|\.part$/.test(file)
  const all = readArtifactSettings().cacheDir
  for (const folder of readdirSync(all).filter((name) => /^(kafka|java)-/.test(name)))
    cpSync(join(all, folder), join(cacheDir, folder), { recursive: true, filter })
  const told: string[] = []
  const env = { ...ownEnv, TAILSPAN_CACHE: cacheDir }

  const first = await prepareKafka({ env, progress: (words) => told.push(words) })
  const madeAtMs = statSync(first.archive as string).mtimeMs
  const second = await prepareKafka({ env, progress: (words) => told.push(words) })

  expect(told).toEqual(['preparing Apache Kafka for fast starts, once'])
  expect(second.archive).toBe(first.archive)
  expect(statSync(second.archive as string).mtimeMs).toBe(madeAtMs)
  const args = toJvmArgs(second, ['-Xshare:on', '-Xlog:class+load'])
  const loaded = execFileSync(second.java.path, [...args, 'kafka.Kafka', '--version']).toString()
  expect(loaded).toMatch(/ kafka\.Kafka source: shared objects file/)
}, 300_000)

test('a machine without Java runs Kafka on the one that is fetched', async ({ skip }) => {
  const env = { ...ownEnv, PATH: scratchFolder(), JAVA_HOME: undefined }

  const fetched = await prepareKafka({ env }).catch((error: Error & { code?: string }) => {
    if (error.code === 'download-failed') return skip(error.message)
    throw error
  })
  await using kafka = await startKafka({ dir: scratchFolder(), runtime: fetched })
  await topics(kafka.brokers, '--create', '--topic', 'mine')

  expect(fetched.java.path).toMatch(/\/java-[0-9.]+\/bin\/java$/)
  expect(fetched.archive).toMatch(/\.jsa$/)
  await expect.poll(() => topics(kafka.brokers, '--list')).toBe('mine\n')
}, 300_000)
