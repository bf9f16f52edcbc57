import { diag } from '@opentelemetry/api'
import {
  databaseUrl,
  type KafkaConfig,
  kafkaSettings,
  type Parse,
  readConfig,
} from '@tailspan/config'
import { type Env, readLocalAddresses } from '@tailspan/local'
import { telemetryActor } from '@tailspan/telemetry'

/** Where to look. */
export type Settings = KafkaConfig & {
  /** None when nothing is set and the local system was never started. */
  readonly databaseUrls: readonly string[]
  readonly state: string
  readonly otlpUrl: string
}

/** The environment of this process. */
export const ownEnv: Env = process.env

/**
 * Reads where Kafka and the databases are; what is not set is where `npm start` puts it.
 *
 * errors: config-invalid
 */
export async function readSettings(env: Env): Promise<Settings> {
  const local = await readLocalAddresses(env)
  const { traceAsync: _, ...kafka } = kafkaSettings
  const settings = readConfig(
    {
      ...kafka,
      kafkaBrokers: { ...kafka.kafkaBrokers, fallback: local.kafkaBrokers },
      databaseUrls: { env: 'DATABASE_URL', parse: urls, fallback: local.databaseUrl ?? ' ' },
    },
    env,
  )
  return { ...settings, state: local.state, otlpUrl: local.otlpUrl }
}

/** URLs with blanks between, which no URL can contain. */
const urls: Parse<readonly string[]> = (text) =>
  text
    .split(/\s+/)
    .filter((one) => one !== '')
    .map((one) => databaseUrl(one).reveal())

/** Starts OpenTelemetry in this process, and returns how to export what is left. */
export async function startTelemetry({ otlpUrl }: Settings): Promise<AsyncDisposable> {
  const { env } = process
  env.OTEL_SERVICE_NAME ||= 'dlt'
  env.OTEL_EXPORTER_OTLP_ENDPOINT ||= otlpUrl
  env.OTEL_EXPORTER_OTLP_PROTOCOL ||= 'http/json'
  await import('@tailspan/telemetry/register')
  // A collector that is away is no concern of who replays; the output is for them, or for a machine.
  diag.disable()
  return { [Symbol.asyncDispose]: () => telemetryActor().stop() }
}
