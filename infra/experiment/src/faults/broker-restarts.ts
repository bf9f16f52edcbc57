import { setTimeout as delay } from 'node:timers/promises'
import type { Fault, Scene } from './fault.ts'
import { inWords } from './fault-words.ts'
import { holdEffects, untilMidHandler } from './mid-handler.ts'

export const broker5s: Fault = {
  ...inWords('broker-5s'),
  run: (scene) => stopBroker(scene, 5_000),
}

// The default retries of kafkajs end after about ten seconds.
export const broker15s: Fault = {
  ...inWords('broker-15s'),
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
  ...inWords('broker-gone'),
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
