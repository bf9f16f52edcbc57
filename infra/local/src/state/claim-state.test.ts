import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { scratchFolder } from '../../test/scratch.ts'
import { startSmallPart, staying } from '../../test/small-parts.ts'
import { recordFolder } from '../process/left-behind.ts'
import { claimState, findRunner } from './claim-state.ts'
import { deleteState } from './delete-state.ts'

test('a state belongs to one runner at a time', async () => {
  const state = scratchFolder()
  const claim = await claimState(state)

  const second = claimState(state)

  await expect(second).rejects.toMatchObject({ code: 'already-running' })
  await expect(second).rejects.toThrow(new RegExp(`pid ${process.pid}.*TAILSPAN_PORT_OFFSET`))
  await claim.release()
})

test('of two runners in the same moment one gets the state', async () => {
  const state = scratchFolder()

  const claims = await Promise.allSettled(Array.from({ length: 8 }, () => claimState(state)))

  expect(claims.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  expect(readdirSync(recordFolder(state))).toEqual(['runner.json'])
})

test('of two runners that find a dead one in the same moment one gets the state', async () => {
  const state = scratchFolder()
  mkdirSync(recordFolder(state), { recursive: true })
  const dead = { name: 'runner', pid: process.pid, identity: 'an earlier process' }
  writeFileSync(join(recordFolder(state), 'runner.json'), JSON.stringify(dead))

  const claims = await Promise.allSettled(Array.from({ length: 8 }, () => claimState(state)))

  expect(claims.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  expect(readdirSync(recordFolder(state))).toEqual(['runner.json'])
})

test('a record that nobody can read holds nothing', async () => {
  const state = scratchFolder()
  mkdirSync(recordFolder(state), { recursive: true })
  writeFileSync(join(recordFolder(state), 'runner.json'), '{"name":')

  await expect(claimState(state)).resolves.toMatchObject({ stopped: [] })
})

test('a state that was released can be claimed again', async () => {
  const state = scratchFolder()
  await (await claimState(state)).release()

  await expect(claimState(state)).resolves.toMatchObject({ stopped: [] })
})

test('after a crash the next runner takes over and stops what was left', async () => {
  const state = scratchFolder()
  const left = await startSmallPart(state, staying, 'kafka')
  const runner = { name: 'runner', pid: process.pid, identity: 'an earlier process' }
  writeFileSync(join(recordFolder(state), 'runner.json'), JSON.stringify(runner))

  const { stopped } = await claimState(state)

  expect(stopped).toMatchObject([{ name: 'kafka', pid: left.pid }])
  await expect(findRunner(state)).resolves.toMatchObject({ pid: process.pid })
})

test('a state in use is not deleted', async () => {
  const state = scratchFolder()
  await claimState(state)

  const deleted = deleteState(state)

  await expect(deleted).rejects.toMatchObject({ code: 'already-running' })
  expect(existsSync(state)).toBe(true)
})

test('a state at rest is deleted with what was left behind in it', async () => {
  const state = scratchFolder()
  mkdirSync(join(state, 'kafka'))
  const left = await startSmallPart(state, staying)

  const deleted = await deleteState(state)

  expect(deleted).toContain(state)
  expect(existsSync(state)).toBe(false)
  await expect(left.exited).resolves.toBeDefined()
})

test('deleting what is not there is no fault', async () => {
  await expect(deleteState(join(scratchFolder(), 'none'))).resolves.toEqual([])
})
