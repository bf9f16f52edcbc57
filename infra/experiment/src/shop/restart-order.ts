import { readFile } from 'node:fs/promises'
import type { Exit } from '@tailspan/local'
import type { Settings, Shop } from './shop.ts'

/** How an order service ended that was asked to. */
export type Stopped = {
  readonly exit: Exit
  /** From SIGTERM to its end. */
  readonly exitMs: number
  /** All that it wrote while it lived. */
  readonly log: string
}

/** Stops the order service as an operator would, and starts it anew with these settings. */
export async function restartOrder(shop: Shop, settings: Settings): Promise<Stopped> {
  const part = shop.system.part('order')
  if (!part) throw new Error('the order service does not run')
  const { exited, logFile, logStart } = part.process
  const startedAtMs = performance.now()
  const reopened = shop.reopen(settings)
  const ended = exited.then((exit) => ({ exit, exitMs: performance.now() - startedAtMs }))
  const [stopped] = await Promise.all([ended, reopened])
  const log = (await readFile(logFile)).subarray(
    logStart,
    shop.system.part('order')?.process.logStart,
  )
  return { ...stopped, log: log.toString() }
}
