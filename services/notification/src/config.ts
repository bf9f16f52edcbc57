import {
  databaseSettings,
  duration,
  kafkaSettings,
  mailbox,
  readConfig,
  serviceSettings,
  smtpUrl,
  someTime,
} from '@tailspan/config'
import { wrongTelemetry } from '@tailspan/telemetry'

export type NotificationConfig = ReturnType<typeof readNotificationConfig>

export function readNotificationConfig(env = process.env) {
  return readConfig(
    {
      ...serviceSettings({ http: 8083, debug: 8004 }),
      ...databaseSettings,
      ...kafkaSettings,
      smtpUrl: { env: 'SMTP_URL', parse: smtpUrl },
      mailFrom: { env: 'MAIL_FROM', parse: mailbox, fallback: 'shop@tailspan.example' },
      mailRetryForMs: { env: 'MAIL_RETRY_FOR', parse: duration, fallback: '1h' },
      mailExpireAfterMs: { env: 'MAIL_EXPIRE_AFTER', parse: someTime, fallback: '120h' },
    },
    env,
    wrongTelemetry(env),
  )
}
