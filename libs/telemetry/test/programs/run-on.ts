import { readConfig } from '@tailspan/config'
import { wrongTelemetry } from '@tailspan/telemetry'
import { endUntold } from '../../src/sdk/wrong-settings.ts'

// A program that never ends by itself; with an endpoint it reads its settings as a service does.
const [endpoint] = process.argv.slice(2)
const say = (text: string) => process.stdout.write(`${JSON.stringify({ text })}\n`)

endUntold(['OTEL_X must be y'], ({ message }) => say(message), 10)
setInterval(() => {}, 1_000)
const settings = { port: { env: 'PORT', parse: Number, fallback: '1' } }
const env = { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint }
if (endpoint) readConfig(settings, env, wrongTelemetry(env))
