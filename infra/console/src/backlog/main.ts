import { setTimeout as delay } from 'node:timers/promises'
import { readBacklogConfig } from './config.ts'
import { openBacklog } from './open-backlog.ts'

// A process of its own, as long as somebody looks: what it needs of Kafka and PostgreSQL is loaded here and gone
// afterwards. A line of JSON for each reading; the end of the input ends it.
const intervalMs = 2_000

process.stdin.resume().on('end', () => process.exit(0))
const backlog = await openBacklog(readBacklogConfig(), {
  countsOrders: process.argv.includes('--orders'),
})
for (;;) {
  process.stdout.write(`${JSON.stringify(await backlog.read())}\n`)
  await delay(intervalMs)
}
