import { setTimeout as delay } from 'node:timers/promises'
import type { Fault, Scene } from './fault.ts'
import { holdEffects, untilMidHandler } from './mid-handler.ts'

export const broker5s: Fault = {
  name: 'broker-5s',
  says: 'the broker is stopped for five seconds, inventory in the middle of a handler; half of the orders are placed meanwhile',
  run: (scene) => stopBroker(scene, 5_000),
}

// The default retries of kafkajs end after about ten seconds.
export const broker15s: Fault = {
  name: 'broker-15s',
  says: 'the same for fifteen seconds: longer than kafkajs tries by default',
  run: (scene) => stopBroker(scene, 15_000),
}

async function stopBroker(scene: Scene, awayMs: number): Promise<void> {
  const { rig, clients, book, count, over } = scene
  const half = Math.ceil(count / 2)
  const effects = await holdEffects(book, ['inventory'])
  await clients.place(half)
  await untilMidHandler(book, ['inventory'])
  await rig.stop('kafka')
  // Its effect is done now, and nobody is there to note that the record was taken.
  await effects[Symbol.asyncDispose]()
  const away = delay(awayMs)
  await clients.place(count - half)
  await away
  await rig.start('kafka')
  over()
}

export const brokerGone: Fault = {
  name: 'broker-gone',
  says: 'the broker is away while the order service restarts, orders come before and after the restart',
  order: { DRAIN: '2s' },
  async run({ rig, clients, count, over }) {
    const half = Math.ceil(count / 2)
    await rig.stop('kafka')
    await clients.place(half)
    await rig.stop('order')
    await rig.start('order')
    await clients.place(count - half)
    await rig.start('kafka')
    over()
  },
}
