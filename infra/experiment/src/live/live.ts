import type { System } from '@tailspan/local'
import { type Strategy, strategies } from '../contenders.ts'
import { takeOrders } from '../faults/refuse-orders.ts'
import type { PartName, Rig } from '../rig/rig.ts'
import { attachShop } from '../shop/attach-shop.ts'
import { type Dlt, runDlt } from '../shop/run-dlt.ts'
import { openLiveRig } from './live-rig.ts'
import { createLock } from './lock.ts'
import { Refused } from './refused.ts'
import { createSwitchboard, type SwitchState } from './switchboard.ts'
import { readIsUsual, readUsual } from './usual.ts'

/** How the running system differs from the one that was started. */
export type LiveState = {
  readonly strategies: readonly Strategy[]
  readonly strategy: Strategy
  readonly switches: readonly SwitchState[]
  /** What has the system for itself, in words. */
  readonly busyWith?: string
}

/** The system in the hands of one who has it alone. */
export type Hand = {
  readonly rig: Rig
  /** Whether orders are published durably and taken over HTTP/1.1, as most experiments want it. */
  readonly isUsual: boolean
  readonly dlt: Dlt
}

/** The system of `npm start` with what can be changed about it; all of it can be undone. */
export type Live = AsyncDisposable & {
  state(): LiveState
  /** Starts order with this strategy; one that drains for long goes on beside its successor. */
  useStrategy(strategy: string): Promise<void>
  /** Switches a fault on or off. */
  turn(fault: string, isOn: boolean): Promise<void>
  /** Undoes everything: strategy, faults, whatever does not run. */
  reset(): Promise<void>
  /** Has the system alone, as it was started; everything is undone afterwards, also after a failure. */
  alone<T>(what: string, act: (hand: Hand) => Promise<T>): Promise<T>
}

/**
 * Takes the running system in hand.
 *
 * errors:  system-busy while somebody has it alone, fault-excluded, name-unknown
 * repeats: a strategy or a fault that is there already is left as it is
 */
export async function takeInHand(system: System): Promise<Live> {
  const shop = await attachShop(system)
  const usual = readUsual()
  let strategy = usual
  const isUsual = readIsUsual()
  const { rig, linkOrder, linkMail, relieveOrder, restore } = openLiveRig(shop, () => strategy)
  const switchboard = createSwitchboard({ rig, linkOrder, linkMail })
  const lock = createLock()
  const dlt: Dlt = (...args) => runDlt(shop, ...args)
  // A runner that was killed may have left it there.
  await takeOrders(rig.where)
  const undo = async () => {
    await switchboard.clear()
    await restore()
    strategy = usual
  }
  return {
    state: () => ({ strategies, strategy, switches: switchboard.read(), ...lock.read() }),
    useStrategy: (name) =>
      lock.hold('the strategy is being changed', async () => {
        const next = findStrategy(name)
        switchboard.refuseIfTaken('order' satisfies PartName)
        if (next === strategy) return
        strategy = next
        await relieveOrder()
      }),
    turn: (fault, isOn) =>
      lock.hold('a fault is being switched', () => switchboard.turn(fault, isOn)),
    reset: () => lock.hold('everything is being reset', undo),
    alone: (what, act) =>
      lock.hold(what, async () => {
        await undo()
        return act({ rig, isUsual, dlt }).finally(undo)
      }),
    async [Symbol.asyncDispose]() {
      await takeOrders(rig.where).catch(() => {})
      await rig[Symbol.asyncDispose]()
    },
  }
}

function findStrategy(name: string): Strategy {
  const found = strategies.find((one) => one === name)
  if (!found) throw new Refused('name-unknown', `There is no strategy ${JSON.stringify(name)}.`)
  return found
}
