import { attributes, meter, metricNames, metricOptions } from '@tailspan/telemetry'
import type { Mail } from '../domain/mail.ts'

/** Measures how long customers wait for their mails: from what a mail tells of to the server's 250. */
export function createMeasureMail(): (mail: Pick<Mail, 'occasion' | 'happenedAt'>) => void {
  const delay = meter.createHistogram(metricNames.mailDelay, metricOptions('mailDelay'))
  return function measureMail({ occasion, happenedAt }) {
    const delayMs = Date.now() - Date.parse(happenedAt)
    // The clock of the order service may be ahead.
    delay.record(Math.max(0, delayMs) / 1_000, { [attributes.mailKind]: occasion })
  }
}
