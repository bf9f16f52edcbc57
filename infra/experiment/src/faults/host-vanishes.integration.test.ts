import { createTestDatabase, infrastructure } from '@tailspan/testkit'
import { expect, test } from 'vitest'
import type { Scene } from './fault.ts'
import { hostVanishes } from './host-vanishes.ts'

test('the network of a host is back although what follows has failed', async () => {
  await using tables = await createTestDatabase(infrastructure().postgresUrl)
  await tables.query('create schema "order"')
  await tables.query('create table "order".outbox ()')
  const notes: string[] = []
  const note = (what: string) => async () => void notes.push(what)
  const stuck = new Error('order cannot be killed')
  const rig = {
    wire: { hold: note('hold'), release: note('release') },
    where: { databaseUrl: tables.url },
    orderNetwork: { vanish: note('vanish'), reappear: note('reappear') },
    addInstance: async () => ({ [Symbol.asyncDispose]: note('stop the second') }),
    async kill() {
      throw stuck
    },
  }
  const scene = { rig, clients: { place: note('place') }, count: 1, over: note('over') }

  const run = hostVanishes.run(scene as unknown as Scene)

  await expect(run).rejects.toBe(stuck)
  expect(notes).toEqual(['hold', 'place', 'vanish', 'over', 'reappear', 'stop the second'])
})
