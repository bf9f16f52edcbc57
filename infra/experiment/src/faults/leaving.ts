import { type Post, postAndHangUp, postAndReset, postAndTear } from '../shop/leaving-clients.ts'
import type { Fault, Scene } from './fault.ts'
import { inWords } from './fault-words.ts'

// Who leaves before the commit has ordered nothing. So the link to Kafka is held, and everybody leaves
// after the commit: before the answer or just after it.

export const clientCloses: Fault = {
  ...inWords('client-closes'),
  run: (scene) => leaveWhileHeld(scene, postAndHangUp),
}

export const tcpReset: Fault = {
  ...inWords('tcp-reset'),
  run: (scene) => leaveWhileHeld(scene, postAndTear),
}

export const http2Reset: Fault = {
  ...inWords('http2-reset'),
  order: { HTTP_PROTOCOL: 'h2c' },
  run: (scene) => leaveWhileHeld(scene, postAndReset),
}

async function leaveWhileHeld({ rig, clients, count, over }: Scene, post: Post): Promise<void> {
  await rig.wire.hold()
  await clients.leave(count, post)
  await rig.wire.release()
  over()
}
