import type { Fault } from './fault.ts'

export const sigkill: Fault = {
  name: 'sigkill',
  says: 'SIGKILL of the order service while the link to Kafka is held: between commit and send',
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
