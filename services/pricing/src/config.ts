import { readConfig, serviceSettings } from '@tailspan/config'
import { wrongTelemetry } from '@tailspan/telemetry'

export type PricingConfig = ReturnType<typeof readPricingConfig>

export function readPricingConfig(env = process.env) {
  return readConfig(serviceSettings({ http: 8082, debug: 8003 }), env, wrongTelemetry(env))
}
