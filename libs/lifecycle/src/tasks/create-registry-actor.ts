import type { Actor } from '../group/actor.ts'
import { WorkAbandoned } from '../lifecycle-error.ts'
import type { AbandonedTask, TaskRegistry } from './task-registry.ts'

const reserveMs = 300

/** The registry as an actor: its stop is its drain. */
export function createRegistryActor(registry: Pick<TaskRegistry, 'name' | 'drain'>): Actor {
  return {
    name: registry.name,
    reserveMs,
    async stop(signal, lastMs) {
      // A little less than there is, to come home with the names.
      const { abandoned } = await registry.drain({ signal, graceMs: lastMs * 0.8 })
      if (abandoned.length > 0) throw new WorkAbandoned(abandoned.map(describe))
    },
  }
}

function describe({ name, traceId }: AbandonedTask): string {
  return traceId ? `${name} (trace ${traceId})` : name
}
