import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { chooseDoor, chooseFreePorts, type System, startSystem } from '@tailspan/local'
import { uniqueId } from '@tailspan/testkit'
import { inject } from 'vitest'
import { type Live, takeInHand } from '../live/live.ts'

/** A system as `npm start` starts it, and what can be changed about it. */
export type LiveSystem = AsyncDisposable & { readonly system: System; readonly live: Live }

/** Starts it for one test file; nothing of it stays. */
export async function openLive(): Promise<LiveSystem> {
  await using undo = new AsyncDisposableStack()
  const state = join(inject('shops'), uniqueId('live'))
  undo.defer(() => rm(state, { recursive: true, force: true }))
  const ports = await chooseFreePorts()
  const extraListeners = [await chooseDoor()]
  const system = undo.use(await startSystem({ state, ports, extraListeners }))
  const live = undo.use(await takeInHand(system))
  const opened = undo.move()
  return { system, live, [Symbol.asyncDispose]: () => opened.disposeAsync() }
}
