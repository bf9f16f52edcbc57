import type { Fault } from './fault.ts'

export const slowKafka: Fault = {
  name: 'slow-kafka',
  says: 'every answer is written while the link to Kafka is held',
  async run({ rig, clients, count, over }) {
    await rig.wire.hold()
    await clients.place(count)
    await rig.wire.release()
    over()
  },
}
