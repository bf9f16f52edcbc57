import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { uniqueId } from '@tailspan/testkit'
import { afterAll, afterEach, beforeAll } from 'vitest'
import { type Fleet, type FleetOptions, openFleet } from './fleet/open-fleet.ts'

const logsOfAll = fileURLToPath(new URL('../../.tailspan/containers', import.meta.url))

/** A fleet for all tests of a file. */
export function useFleet(options: Omit<FleetOptions, 'logs'> = {}): () => Fleet {
  return useInContainers((logs) => openFleet({ ...options, logs }))
}

/** Something in containers for all tests of a file; their logs are kept when one of the tests fails. */
export function useInContainers<T extends AsyncDisposable>(
  open: (logs: string) => Promise<T>,
): () => T {
  const logs = join(logsOfAll, uniqueId('run'))
  let opened: T | undefined
  let isGood = true
  beforeAll(async () => {
    opened = await open(logs)
  })
  afterEach(({ task }) => {
    isGood &&= task.result?.state !== 'fail'
  })
  afterAll(async () => {
    await opened?.[Symbol.asyncDispose]()
    if (opened && isGood) return rm(logs, { recursive: true, force: true })
    process.stderr.write(`the logs of all containers are in ${logs}\n`)
  })
  return () => opened as T
}
