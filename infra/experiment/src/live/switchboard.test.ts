import { expect, test } from 'vitest'
import type { Rig } from '../rig/rig.ts'
import { createSwitchboard } from './switchboard.ts'

/** A rig that only notes what is asked of it. */
function notedRig() {
  const notes: string[] = []
  const note =
    (what: string) =>
    async (part = '') =>
      void notes.push(`${what} ${part}`.trim())
  const rig = {
    kill: note('kill'),
    stop: note('stop'),
    start: note('start'),
    freeze: note('freeze'),
    thaw: note('thaw'),
    wire: { hold: note('hold'), release: note('release'), sever: note('sever') },
  } as unknown as Rig
  const stage = { rig, linkOrder: note('link order'), linkMail: note('link mail') }
  return { notes, board: createSwitchboard(stage) }
}

test('faults are undone by name, or all of them, the last one first', async () => {
  const { notes, board } = notedRig()

  await board.turn('kafka-paused', true)
  await board.turn('link-held', true)
  await board.turn('pricing-stopped', true)
  await board.turn('link-held', false)
  await board.clear()

  expect(notes).toEqual([
    'freeze kafka',
    'link order',
    'hold',
    'stop pricing',
    'release',
    'start pricing',
    'thaw kafka',
  ])
  expect(board.read().some(({ isOn }) => isOn)).toBe(false)
})

test('a fault that is on already is left as it is; two cannot take the same part', async () => {
  const { notes, board } = notedRig()
  await board.turn('kafka-paused', true)

  await board.turn('kafka-paused', true)
  const twice = board.turn('kafka-stopped', true)

  await expect(twice).rejects.toMatchObject({
    code: 'fault-excluded',
    message: 'Switch kafka-paused off first.',
  })
  await expect(board.turn('no-such-fault', true)).rejects.toMatchObject({ code: 'name-unknown' })
  expect(notes).toEqual(['freeze kafka'])
})
