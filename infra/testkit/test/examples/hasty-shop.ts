// The program of the README: answers an order at once and publishes it without waiting.
import { createInterface } from 'node:readline'
import { Kafka, logLevel, Partitioners } from 'kafkajs'

const [broker = '', topic = ''] = process.argv.slice(2)
const kafka = new Kafka({ brokers: [broker], logLevel: logLevel.NOTHING })
const producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner })
await producer.connect()
await producer.send({ topic, messages: [{ value: 'opened' }] })
process.stdout.write('open\n')

for await (const order of createInterface(process.stdin)) {
  producer.send({ topic, messages: [{ value: order }] }).catch(() => {})
  process.stdout.write('accepted\n')
}
