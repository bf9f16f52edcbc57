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
