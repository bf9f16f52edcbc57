import { createInstance } from '../open-outbox.ts'
import { createTaker } from '../open-taker.ts'

// A consumer that says what it has committed and does not move an offset before it is told to.
const [url = '', brokers = '', topic = '', groupId = ''] = process.argv.slice(2)
const instance = createInstance({ url, brokers })
const goOn = new Promise((resolve) => process.stdin.once('data', resolve))
const { actor } = createTaker(instance, {
  ...{ brokers, topic, groupId, sessionMs: 3_000, heartbeatMs: 200 },
  async afterCommit(messageId) {
    process.stdout.write(`${messageId}\n`)
    await goOn
  },
})
const life = new AbortController().signal
for (const one of [instance.database.actor, instance.producer.actor, actor]) {
  await one.start?.(life)
  void one.run?.(life)
}
