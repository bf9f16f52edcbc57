import { readPorts } from '../ports.ts'
import { measureTree } from '../process/memory.ts'
import type { Screen } from '../system/screen.ts'
import { startSystem } from '../system/system.ts'
import type { ShownSystem } from './shown-system.ts'

/** Where a start keeps its state, where it shows how it goes, and what calls it off. */
export type StartNeeds = {
  readonly state: string
  readonly screen: Screen
  readonly signal: AbortSignal
}

/** Starts the system without containers. */
export async function startLocal({ state, screen, signal }: StartNeeds): Promise<ShownSystem> {
  const system = await startSystem({ state, ports: readPorts(), screen, signal })
  return {
    ...system,
    mode: 'local',
    store: system.receiver.store,
    measureMemory: () => measureTree(process.pid),
    measurePart: (name) => measureTree(system.part(name)?.process.pid ?? 0),
  }
}
