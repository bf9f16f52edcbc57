import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { run } from '@tailspan/containers'
import { eventually } from '@tailspan/testkit'
import type { StartedTestContainer } from 'testcontainers'

/** A container that a fault can hit; its maker knows what it is for and when it serves. */
export type Container = {
  readonly name: string
  readonly id: string
  kill(): Promise<void>
  /** As `docker stop` does it; returns the exit code. */
  stop(): Promise<number>
  start(): Promise<void>
  pause(): Promise<void>
  unpause(): Promise<void>
  /** Keeps its logs, then removes it. */
  remove(): Promise<void>
}

/** What a container needs besides itself. */
export type Keeping = {
  readonly name: string
  readonly logs: string
  /** Whether it serves, asked since it was started at `since`. */
  serves(since: string): Promise<boolean>
}

/** How long a part may take until it serves, on a machine that has other things to do. */
export const patience = { timeoutMs: 90_000, intervalMs: 200 }

/** Handles a container that Testcontainers has started; returns when it serves. */
export async function keepContainer(
  started: StartedTestContainer,
  { name, logs, serves }: Keeping,
): Promise<Container> {
  const id = started.getId()
  const docker = (...args: string[]) => run('docker', [...args, id])
  const untilServing = (since: string) =>
    eventually(() => serves(since).catch(() => false), patience)
  await untilServing('0')
  return {
    name,
    id,
    kill: async () => void (await docker('kill')),
    async stop() {
      // Longer than any DRAIN of a fault: what a service has not done by its end is for itself to say.
      await docker('stop', '--time', '30')
      return Number(await docker('inspect', '--format', '{{.State.ExitCode}}'))
    },
    async start() {
      const since = new Date().toISOString()
      await docker('start')
      await untilServing(since)
    },
    // On a busy machine the engine may be "unable to freeze" at once, and says so.
    pause: async () => void (await eventually(() => docker('pause'), patience)),
    unpause: async () => void (await docker('unpause')),
    remove: () => removeContainer(id, { name, logs }),
  }
}

/** Keeps what a container has said in a folder, and removes it. */
export async function removeContainer(
  id: string,
  { name, logs }: Pick<Keeping, 'name' | 'logs'>,
): Promise<void> {
  await mkdir(logs, { recursive: true })
  const said = await run('sh', ['-c', `docker logs --timestamps ${id} 2>&1`]).catch(String)
  await writeFile(join(logs, `${name}-${id.slice(0, 8)}.log`), said)
  await run('docker', ['rm', '--force', '--volumes', id])
}
