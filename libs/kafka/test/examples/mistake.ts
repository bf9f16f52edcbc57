import kafkajs from 'kafkajs'

const [broker = '', topic = ''] = process.argv.slice(2)
const kafka = new kafkajs.Kafka({ brokers: [broker], logLevel: kafkajs.logLevel.NOTHING })
const producer = kafka.producer({ createPartitioner: kafkajs.Partitioners.DefaultPartitioner })
const consumer = kafka.consumer({ groupId: `mistake of ${topic}` })
const say = (what: string) => void process.stdout.write(`${what}\n`)

await producer.connect()
const value = JSON.stringify({ orderId: 'o-1' })
await producer.send({ topic, messages: [{ value: 'no JSON' }, { value }] })
await consumer.connect()
await consumer.subscribe({ topic, fromBeginning: true })
consumer.on('consumer.crash', ({ payload }) => {
  if (payload.restart) return
  say('dead for good')
  // The process looks healthy and would live on; this one has been seen.
  void producer.disconnect()
})

await consumer.run({
  eachMessage: async ({ message }) => {
    const order = JSON.parse(String(message.value)) // one record that is no JSON …
    say(`heard ${order.orderId}`) // … and no later one is ever heard
  },
})
