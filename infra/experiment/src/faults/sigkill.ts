import type { Fault } from './fault.ts'
import { inWords } from './fault-words.ts'

export const sigkill: Fault = {
  ...inWords('sigkill'),
  async run({ rig, clients, count, over }) {
    await rig.wire.hold()
    await clients.place(count)
    await rig.kill('order')
    await rig.wire.sever()
    await rig.wire.release()
    over()
    await rig.start('order')
  },
}
