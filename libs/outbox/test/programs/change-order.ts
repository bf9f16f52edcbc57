import { createInstance } from '../open-outbox.ts'
import { changeOrder } from '../orders.ts'

// One instance of a service that changes an order that it is told, until it is killed.
const [url = '', brokers = '', topic = '', leaseMs = ''] = process.argv.slice(2)
const { database, producer, outbox, tasks } = await createInstance(
  { url, brokers },
  { leaseMs: Number(leaseMs) },
)
const life = new AbortController().signal
for (const actor of [database.actor, producer.actor, outbox.relay, tasks.actor]) {
  await actor.start?.(life)
  void actor.run?.(life)
}
process.stdout.write('ready\n')
process.stdin.once('data', (line) => {
  void changeOrder({ outbox }, { topic, orderId: String(line).trim() })
})
