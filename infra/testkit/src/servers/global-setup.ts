import type { TestProject } from 'vitest/node'
import { type StartedInfrastructure, startInfrastructure } from './start-infrastructure.ts'

type Shared = { users: number; started: Promise<StartedInfrastructure> }

// Each project loads this module anew, so what they share cannot be kept in a variable of it.
const key = Symbol.for('tailspan.test-infrastructure')
const place = globalThis as { [key]?: Shared | undefined }

/** Starts the real servers for the first project of a run that needs them, and tells it where they are. */
export async function setup(project: TestProject): Promise<void> {
  const shared = place[key] ?? { users: 0, started: startInfrastructure(say) }
  place[key] = shared
  shared.users += 1
  project.provide('infrastructure', (await shared.started).addresses)
}

/** Stops the servers after the last project that needed them. */
export async function teardown(): Promise<void> {
  const shared = place[key]
  if (!shared || --shared.users > 0) return
  place[key] = undefined
  await (await shared.started).stop()
}

function say(line: string): void {
  process.stderr.write(`${line}\n`)
}
