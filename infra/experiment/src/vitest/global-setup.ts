import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stopLeftBehind } from '@tailspan/local'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  interface ProvidedContext {
    /** The folder in which every shop of this run keeps its state. */
    readonly shops: string
  }
}

let shops: string

/** Gives the shops of this run a folder. */
export async function setup(project: TestProject): Promise<void> {
  shops = await mkdtemp(join(tmpdir(), 'tailspan-e2e-'))
  // PostgreSQL does not run as root; its own user must get through to its data.
  await chmod(shops, 0o755)
  project.provide('shops', shops)
}

/** Stops what a test that was cut short has left behind. */
export async function teardown(): Promise<void> {
  for (const shop of await readdir(shops)) await stopLeftBehind(join(shops, shop))
  await rm(shops, { recursive: true, force: true })
}
