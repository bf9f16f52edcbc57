import { runTogether, untilSignal } from '@tailspan/lifecycle'
import { createLog } from '@tailspan/telemetry'
import { readNotificationConfig } from './config.ts'
import { wire } from './wire.ts'

const service = 'notification'

async function main(): Promise<number> {
  const config = readNotificationConfig()
  const log = createLog({ service, level: config.logLevel })
  const { actors, readiness } = await wire({ config, log })
  const { drainMs, drainDelayMs } = config
  const signals = untilSignal('SIGTERM', 'SIGINT')
  return runTogether([signals, ...actors], { drainMs, drainDelayMs, readiness, log })
}

function notStarted(err: unknown): number {
  createLog({ service }).error('service.not-started', { err })
  return 1
}

process.exit(await main().catch(notStarted))
