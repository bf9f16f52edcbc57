import type { Live } from '@tailspan/experiment'
import { z } from 'zod'
import type { Action, Outcome } from '../server/action.ts'
import type { State } from '../state/state.ts'

const strategy = z.strictObject({ strategy: z.string().max(50) })
const fault = z.strictObject({ fault: z.string().max(50), isOn: z.enum(['yes', 'no']) })

/** Starts order with another strategy. */
export const useStrategyAction: Action<z.infer<typeof strategy>> = {
  path: '/actions/use-strategy',
  input: strategy,
  run: (state, asked) =>
    change(state, async (live) => {
      await live.useStrategy(asked.strategy)
      return `order runs with PUBLISH=${asked.strategy} now.`
    }),
}

/** Switches a fault on or off. */
export const turnFaultAction: Action<z.infer<typeof fault>> = {
  path: '/actions/turn-fault',
  input: fault,
  run: (state, asked) =>
    change(state, async (live) => {
      await live.turn(asked.fault, asked.isOn === 'yes')
      return `${asked.fault} is ${asked.isOn === 'yes' ? 'on' : 'off'}.`
    }),
}

/** Undoes all of it. */
export const resetSystemAction: Action<Record<string, never>> = {
  path: '/actions/reset-system',
  input: z.strictObject({}),
  run: (state) =>
    change(state, async (live) => {
      await live.reset()
      return 'Everything runs as it was started.'
    }),
}

async function change(
  { lab, changes }: State,
  act: (live: Live) => Promise<string>,
): Promise<Outcome> {
  const told = await act(await lab.system.live())
  changes.announce('faults', 'parts')
  return { told }
}
