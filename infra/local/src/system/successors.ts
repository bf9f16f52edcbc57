import type { ServiceName } from '@tailspan/manifest'
import type { Env } from '../config.ts'
import { findFreePorts } from '../free-ports.ts'
import type { Ports } from '../ports.ts'
import type { Part } from '../supervision/part.ts'
import type { Succession } from '../supervision/supervisor.ts'
import type { ServiceChange } from './launch-all.ts'

type Needs = { readonly ports: Ports; toPart(name: ServiceName, change: ServiceChange): Part }

/** What has nothing to drain ends well before this, also on a busy machine. */
const patienceMs = 700

/**
 * Processes that start beside one that drains. A service releases the port for clients as soon as it is to stop, its
 * debug listener stays until the end: so the successor has another one, and a log of its own.
 */
export function createSuccessors({ ports, toPart }: Needs) {
  let count = 0
  return (name: ServiceName, env: Env): Succession => ({
    patienceMs,
    async beside() {
      count += 1
      const [debugPort = 0] = await findFreePorts(1)
      const own = { ...ports, [`${name}Debug`]: debugPort }
      return { ...toPart(name, { env, ports: own, instance: `${name}-next-${count}` }), name }
    },
  })
}
