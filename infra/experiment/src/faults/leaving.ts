import { type Post, postAndHangUp, postAndReset, postAndTear } from '../shop/leaving-clients.ts'
import type { Fault, Scene } from './fault.ts'

// Who leaves before the commit has ordered nothing. So the link to Kafka is held, and everybody leaves
// after the commit: before the answer or just after it.

export const clientCloses: Fault = {
  name: 'client-closes',
  says: 'every client closes its connection as soon as its order is stored, the link to Kafka held',
  run: (scene) => leaveWhileHeld(scene, postAndHangUp),
}

export const tcpReset: Fault = {
  name: 'tcp-reset',
  says: 'the same with a reset of the TCP connection',
  run: (scene) => leaveWhileHeld(scene, postAndTear),
}

export const http2Reset: Fault = {
  name: 'http2-reset',
  says: 'the same with a reset of the HTTP/2 stream, before the answer could be sent',
  order: { HTTP_PROTOCOL: 'h2c' },
  run: (scene) => leaveWhileHeld(scene, postAndReset),
}

async function leaveWhileHeld({ rig, clients, count, over }: Scene, post: Post): Promise<void> {
  await rig.wire.hold()
  await clients.leave(count, post)
  await rig.wire.release()
  over()
}
