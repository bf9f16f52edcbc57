import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { prepareKafka } from '@tailspan/local'
import { record } from './callers.ts'
import type { Publisher } from './publisher.ts'

const main = 'org.apache.kafka.tools.ProducerPerformance'
const warmUp = 300_000
const recordsPerSecond = 100_000
// Batches as large as ours, and the pause that is Kafka's own default.
const settings = ['acks=all', 'linger.ms=5', 'batch.size=262144']
const told = /steady state records sent, ([\d.]+) records\/sec/

/** Kafka's own program, in a JVM as its own script starts it: what this broker can take. */
export async function openPerformanceTest(place: Place): Promise<Publisher> {
  const { java, classPath } = await prepareKafka()
  let published = 0
  return {
    async round() {
      const count = warmUp + recordsPerSecond * place.seconds
      const args = ['-Xmx512m', '-cp', classPath, main, ...toArgs(place, count)]
      const { stdout } = await promisify(execFile)(java.path, args)
      published += count
      return { perSecond: Number(told.exec(stdout)?.[1]), cpuMicros: Number.NaN }
    },
    published: async () => published,
    async [Symbol.asyncDispose]() {},
  }
}

type Place = { readonly brokers: string; readonly topic: string; readonly seconds: number }

function toArgs({ brokers, topic }: Place, count: number): string[] {
  return [
    '--bootstrap-server',
    brokers,
    '--topic',
    topic,
    '--throughput',
    '-1',
    '--num-records',
    String(count),
    '--warmup-records',
    String(warmUp),
    '--record-size',
    String(record.value.length),
    ...settings.flatMap((setting) => ['--command-property', setting]),
  ]
}
