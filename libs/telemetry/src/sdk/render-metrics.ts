import { getRunning } from './running.ts'

/**
 * The metrics of this moment in Prometheus' text format, for the debug listener's /metrics.
 *
 * shape: empty when telemetry is not registered
 */
export async function renderMetrics(): Promise<string> {
  return (await getRunning()?.renderMetrics()) ?? ''
}
