import { followJaeger } from '@tailspan/containers'
import { type Actor, runTogether, untilSignal } from '@tailspan/lifecycle'
import type { Companion } from '@tailspan/local/start'
import { createLog, type Log } from '@tailspan/telemetry'
import { openConsole } from '../open-console.ts'
import { type ReadOnlyConfig, readReadOnlyConfig } from './config.ts'
import { toReadOnlyRunner } from './to-read-only-runner.ts'

// The console in a container of its own, beside those of Docker Compose.
const service = 'console'
const pollMs = 1_000
const lookBackMs = 3_600_000
const drainMs = 2_000

async function main(): Promise<number> {
  const config = readReadOnlyConfig()
  const log = createLog({ service })
  const actors = [untilSignal('SIGTERM', 'SIGINT'), consoleActor(config, log)]
  return runTogether(actors, { drainMs, log })
}

function consoleActor(config: ReadOnlyConfig, log: Log): Actor {
  const runner = toReadOnlyRunner(config, (words) => log.warn('console.note', { words }))
  const { httpHost: host, httpPort: port, jaegerUrl: url } = config
  let opened: Companion | undefined
  return {
    name: service,
    async start() {
      opened = await openConsole(runner, { host, port })
      log.info('http.listening', { port })
    },
    run: (signal) => {
      const since = new Date(Date.now() - lookBackMs)
      return followJaeger({ url }, runner.store, { signal, since, pollMs })
    },
    stop: async () => opened?.stop(),
  }
}

function notStarted(err: unknown): number {
  createLog({ service }).error('service.not-started', { err })
  return 1
}

process.exit(await main().catch(notStarted))
