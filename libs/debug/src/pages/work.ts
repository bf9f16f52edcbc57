import type { PendingTask, TaskRegistry } from '@tailspan/lifecycle'
import type { ActorReport } from '../supervision.ts'

/** Whom to ask for detached work that is not done. */
export type TaskSource = Pick<TaskRegistry, 'name' | 'pending'>

/** What this process is doing: the actors that keep it alive, the tasks that nobody waits for. */
export interface Work {
  actors(): readonly ActorReport[]
  tasks(): readonly OwnedTask[]
}

/** A task, and who owns it. */
export type OwnedTask = PendingTask & { readonly registry: string }

/** Makes one view of many registries, oldest task first. */
export function createWork(actors: Work['actors'], registries: readonly TaskSource[]): Work {
  const owned = (registry: TaskSource) =>
    registry.pending().map((task) => ({ ...task, registry: registry.name }))
  return {
    actors,
    tasks: () => registries.flatMap(owned).sort((one, two) => two.ageMs - one.ageMs),
  }
}
