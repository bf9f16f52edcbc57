import { createInstance } from '../open-outbox.ts'
import { createTaker } from '../open-taker.ts'

// A consumer that says what it has committed, and holds all of it, or one, until it is told to go on.
const [url = '', brokers = '', topic = '', groupId = '', held = ''] = process.argv.slice(2)
const instance = await createInstance({ url, brokers })
const goOn = new Promise((resolve) => process.stdin.once('data', resolve))
const { actor } = await createTaker(instance, {
  brokers,
  topic,
  groupId,
  heartbeatMs: 200,
  // Who holds one for long must still be a member on a busy machine.
  sessionMs: held === '' ? 3_000 : 10_000,
  async afterCommit(messageId) {
    process.stdout.write(`${messageId}\n`)
    if (held === '' || held === messageId) await goOn
  },
})
const life = new AbortController().signal
for (const one of [instance.database.actor, instance.producer.actor, actor]) {
  await one.start?.(life)
  void one.run?.(life)
}
