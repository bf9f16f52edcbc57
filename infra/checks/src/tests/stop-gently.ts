import { constants } from 'node:os'
import type { Vitest } from 'vitest/node'

/** Lets vitest take down its servers when it is told to stop; by itself it leaves at once. */
export function stopGently(vitest: Vitest): void {
  let stopping = false
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.removeAllListeners(signal).on(signal, () => {
      // A terminal and a supervisor may both say it: the second time changes nothing.
      if (!stopping) void closeAll(vitest, 128 + constants.signals[signal])
      stopping = true
    })
  }
}

async function closeAll(vitest: Vitest, exitCode: number): Promise<void> {
  try {
    await vitest.cancelCurrentRun('keyboard-input')
    await vitest.close()
  } finally {
    process.exit(exitCode)
  }
}
