import { Kafka, logLevel } from 'kafkajs'
import { publishInRounds, record } from './callers.ts'

const [brokers = '', topic = '', seconds = '', callers = '', perCall = ''] = process.argv.slice(2)
const kafka = new Kafka({ brokers: brokers.split(','), clientId: 'peer', logLevel: logLevel.ERROR })
const producer = kafka.producer()
await producer.connect()

/** The peer, as its documentation shows it: one record or an array of them, awaited. */
async function publish(): Promise<number> {
  const messages = Array.from({ length: Number(perCall) }, () => ({ ...record }))
  await producer.send({ topic, acks: -1, messages })
  return messages.length
}

publishInRounds({ callers: Number(callers), seconds: Number(seconds), call: publish })
