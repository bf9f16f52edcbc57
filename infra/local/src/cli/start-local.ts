import { join } from 'node:path'
import type { ServiceName } from '@tailspan/manifest'
import { readPorts } from '../ports.ts'
import { refuseBusyPorts } from '../preflight/refuse-busy-ports.ts'
import { measureTree } from '../process/memory.ts'
import { chooseDoor } from '../system/door.ts'
import type { Screen } from '../system/screen.ts'
import { startSystem } from '../system/system.ts'
import type { ShownSystem } from './shown-system.ts'

/** Where a start keeps its state, where it shows how it goes, and what calls it off. */
export type StartNeeds = {
  readonly state: string
  readonly screen: Screen
  readonly signal: AbortSignal
}

/** Starts the system without containers, one service with Node's inspector if that is asked for. */
export async function startLocal(
  { state, screen, signal }: StartNeeds,
  inspect?: ServiceName,
): Promise<ShownSystem> {
  const ports = readPorts()
  if (inspect) await refuseBusyPorts(ports, ['inspect'])
  // The shell's NODE_OPTIONS reach no part: this is the runner's own.
  const env = { NODE_OPTIONS: `--inspect=127.0.0.1:${ports.inspect}` }
  const serviceEnv = inspect ? { [inspect]: env } : {}
  const extraListeners = [await chooseDoor()]
  const system = await startSystem({ state, ports, serviceEnv, extraListeners, screen, signal })
  return {
    ...system,
    mode: 'local',
    ...(inspect && { inspected: inspect }),
    store: system.receiver.store,
    logFolder: join(state, 'logs'),
    drive: system,
    measureMemory: () => measureTree(process.pid),
    measurePart: (name) => measureTree(system.part(name)?.process.pid ?? 0),
  }
}
