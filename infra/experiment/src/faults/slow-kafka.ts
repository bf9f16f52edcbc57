import type { Fault } from './fault.ts'
import { inWords } from './fault-words.ts'

export const slowKafka: Fault = {
  ...inWords('slow-kafka'),
  async run({ rig, clients, count, over }) {
    await rig.wire.hold()
    await clients.place(count)
    await rig.wire.release()
    over()
  },
}
