import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { infrastructure, readTopic } from '@tailspan/testkit'
import { expect, test } from 'vitest'
import { openTopic } from './open-kafka.ts'

const read = (path: string) => readFile(new URL(path, import.meta.url), 'utf8')

async function runExample(name: string, topic: string): Promise<string> {
  const program = fileURLToPath(new URL(`examples/${name}.ts`, import.meta.url))
  const [broker = ''] = infrastructure().brokers.split(',')
  const flags = ['--conditions=@tailspan/source', program, broker, topic]
  const { stdout } = await promisify(execFile)(process.execPath, flags)
  return stdout
}

test('the mistake of the README: one bad record, and the consumer is dead for good', async () => {
  const topic = await openTopic()
  const [readme, example] = await Promise.all([read('../README.md'), read('examples/mistake.ts')])
  const [, mistake = ''] = /```ts\n(.*?)```/s.exec(readme) ?? []

  const stdout = await runExample('mistake', topic)

  expect(example).toContain(mistake)
  expect(stdout).toBe('dead for good\n')
})

test('the fix of the README: the bad record is a dead letter, the good one is heard', async () => {
  const topic = await openTopic()
  const [readme, example] = await Promise.all([
    read('../README.md'),
    read('examples/hear-orders.ts'),
  ])

  const stdout = await runExample('hear-orders', topic)

  expect(readme).toContain(`\`\`\`ts\n${example}\`\`\``)
  expect(stdout.match(/"event":"(consumer|order)[^"]+"/g)).toEqual([
    '"event":"consumer.joined"',
    '"event":"consumer.dead-lettered"',
    '"event":"order.heard"',
  ])
  expect(await readTopic(infrastructure().brokers, `${topic}.dlt`)).toHaveLength(1)
})
