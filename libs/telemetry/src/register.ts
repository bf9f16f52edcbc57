import { createLog } from './log/log.ts'
import { readTelemetryConfig } from './sdk/config.ts'
import { setRunning } from './sdk/running.ts'
import { startPropagation, startSdk } from './sdk/start.ts'
import { createTroubleLog, useTroubleLog } from './sdk/trouble.ts'
import { endUntold } from './sdk/wrong-settings.ts'

const config = readTelemetryConfig()
const log = createLog({ service: config.service })

try {
  // With OTEL_LOG_LEVEL set the SDK puts its console logger in our place: somebody wants to see all.
  useTroubleLog(createTroubleLog(log))
  if (config.wrong.length > 0)
    endUntold(config.wrong, (err) => log.error('service.not-started', { err }))
  else if (config.disabled) startPropagation(config)
  else setRunning(startSdk(config))
  if (config.faults.length > 0) log.warn('telemetry.settings', { faults: config.faults })
} catch (err) {
  // The service is worth more than its telemetry: it starts without.
  log.warn('telemetry.not-started', { err })
}
