import type { Readiness } from '@tailspan/lifecycle'
import { renderMetrics } from '@tailspan/telemetry'
import { jsonAnswer, type Page, textAnswer } from '../listener/answer.ts'

/** Alive: the process answers. Stays so while it stops, or it would be killed in its drain. */
export const healthPage: Page = {
  path: '/healthz',
  about: 'whether the process answers',
  answer: () => textAnswer('ok\n'),
}

/** Ready: the process wants work, and all it needs has answered within the last second. */
export function readyPage(readiness: Readiness): Page {
  return {
    path: '/readyz',
    about: 'whether it wants work, and whether what it needs answers (asked at most once a second)',
    async answer() {
      const report = await readiness.check()
      return jsonAnswer(report, report.ready ? 200 : 503)
    },
  }
}

/** The metrics of this moment, as Prometheus reads them. */
export const metricsPage: Page = {
  path: '/metrics',
  about: 'metrics in the text format of Prometheus',
  async answer() {
    const body = (await renderMetrics()) || '# telemetry is not registered in this process\n'
    return {
      status: 200,
      headers: { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' },
      body,
    }
  },
}
