import { expect, test } from 'vitest'
import { toClientEnv } from '../measure/chosen-client.ts'
import { earlier, instrumentedTutorial, ours } from './contenders.ts'
import { toServiceEnv } from './open-shop.ts'

const common = { LOG_LEVEL: 'warn' }

test('every service of ours runs on the client that was chosen, order with its strategy too', () => {
  const { order, inventory, pricing } = toServiceEnv(ours('detached', 'kafkajs'), common)

  const told = { LOG_LEVEL: 'warn', ...toClientEnv('kafkajs') }
  expect({ inventory, pricing }).toEqual({ inventory: told, pricing: told })
  expect(order).toEqual({ ...told, PUBLISH: 'detached' })
})

test('peers stay as they are, whatever ours runs on', () => {
  const { startSystem } = instrumentedTutorial

  for (const peer of [instrumentedTutorial, earlier('9a98c02', startSystem)])
    for (const name of Object.keys(toClientEnv('kafkajs')))
      expect(toServiceEnv(peer, common).order).not.toHaveProperty(name)
})
