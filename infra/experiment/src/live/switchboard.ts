import { Refused } from './refused.ts'
import { type FaultSwitch, faultSwitches, type Stage } from './switches.ts'

/** A fault as it is shown. */
export type SwitchState = Pick<FaultSwitch, 'name' | 'says'> & { readonly isOn: boolean }

/** Which faults are on, and how they are switched. */
export function createSwitchboard(stage: Stage) {
  const on = new Set<FaultSwitch>()
  const off = async (one: FaultSwitch) => {
    await one.off(stage)
    on.delete(one)
  }
  const refuseIfTaken = (part: FaultSwitch['part']) => {
    const other = [...on].find((one) => one.part === part)
    if (other) throw new Refused('fault-excluded', `Switch ${other.name} off first.`)
  }
  return {
    read: (): SwitchState[] =>
      faultSwitches.map((one) => ({ name: one.name, says: one.says, isOn: on.has(one) })),
    refuseIfTaken,
    async turn(name: string, isOn: boolean): Promise<void> {
      const found = faultSwitches.find((one) => one.name === name)
      if (!found) throw new Refused('name-unknown', `There is no fault ${JSON.stringify(name)}.`)
      if (on.has(found) === isOn) return
      if (!isOn) return off(found)
      refuseIfTaken(found.part)
      await found.on(stage)
      on.add(found)
    },
    /** The last one first. */
    async clear(): Promise<void> {
      for (const one of [...on].reverse()) await off(one)
    },
  }
}
