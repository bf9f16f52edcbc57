import type { Watched } from '@tailspan/experiment'
import type { Runner } from '@tailspan/local/start'
import { expect, test } from 'vitest'
import { Changes } from '../state/changes.ts'
import { SystemInHand } from './system-in-hand.ts'

test('where the parts belong to an engine nothing is done, and the refusal says what to do', async () => {
  const runner = { mode: 'docker' } as Runner
  const system = new SystemInHand({ runner, changes: new Changes() })

  const begun = system.begin('an exercise runs', () => expect.unreachable('it must not begin'))

  await expect(begun).rejects.toMatchObject({ code: 'not-ours', kind: 'conflict' })
  expect(system.whyNot).toContain('npm start -- --local')
  await system.close()
})

test('what changes nothing is done there all the same, one at a time', async () => {
  const runner = { mode: 'docker', edgeUrl: 'http://127.0.0.1:1' } as Runner
  const system = new SystemInHand({ runner, changes: new Changes() })
  const end = Promise.withResolvers<void>()
  const seen: Watched[] = []
  const watch = async (watched: Watched) => {
    seen.push(watched)
    await end.promise
  }

  await system.beginWatching('an exercise runs', watch)
  const meanwhile = system.beginWatching('another one runs', watch)

  await expect(meanwhile).rejects.toMatchObject({ code: 'system-busy' })
  end.resolve()
  await expect.poll(() => system.beginWatching('the next one runs', watch)).toBeUndefined()
  expect(seen).toHaveLength(2)
  // Mails of others are not deleted, and nothing can be done to the parts.
  expect(seen[0]).toMatchObject({ rig: { orderUrl: runner.edgeUrl, where: { isShared: true } } })
  expect(Object.keys(seen[0]?.rig ?? {})).toEqual(['orderUrl', 'where'])
})

test('a system that cannot be taken in hand says why, and is tried again when a page reads that', async () => {
  const changes = new Changes()
  const announced: string[] = []
  let tries = 0
  const away = () => {
    tries += 1
    throw new Error('PostgreSQL does not answer')
  }
  const drive = new Proxy({}, { get: away })
  const system = new SystemInHand({ runner: { drive } as unknown as Runner, changes })
  changes.listen((topics) => {
    announced.push(...topics)
    system.state()
  })

  expect([system.state(), system.trouble]).toEqual([undefined, undefined])

  await expect.poll(() => system.trouble).toContain('PostgreSQL does not answer')
  await expect.poll(() => tries).toBeGreaterThan(2)
  expect(announced).toContain('faults')
  await system.close()
})

test('a console that only shows lets nothing be done, whatever it changes', async () => {
  const runner = { mode: 'docker', readOnly: 'it only shows' } as Runner
  const system = new SystemInHand({ runner, changes: new Changes() })

  const begun = system.beginWatching('an exercise runs', () => expect.unreachable('it only shows'))

  await expect(begun).rejects.toMatchObject({ code: 'not-ours', message: 'it only shows' })
})
