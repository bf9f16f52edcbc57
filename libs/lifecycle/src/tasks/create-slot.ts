import type { Room } from './room.ts'
import { assertFunction, SlotUsed } from './task-errors.ts'
import type { TaskSlot } from './task-registry.ts'

/** A place in the room that is already taken: for one task, or to be given back. */
export function createSlot(room: Room, admit: TaskSlot['run']): TaskSlot {
  let taken = true

  function release(): void {
    if (taken) room.leave()
    taken = false
  }
  return {
    run(name, data, ...rest) {
      assertFunction(name, rest[0])
      if (!taken) throw new SlotUsed(name)
      taken = false
      admit(name, data, ...rest)
    },
    release,
    [Symbol.dispose]: release,
  }
}
