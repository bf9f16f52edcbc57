import { register } from 'node:module'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http'
import { KafkaJsInstrumentation } from '@opentelemetry/instrumentation-kafkajs'
import { KoaInstrumentation } from '@opentelemetry/instrumentation-koa'
import { PgInstrumentation } from '@opentelemetry/instrumentation-pg'
import { UndiciInstrumentation } from '@opentelemetry/instrumentation-undici'
import { NodeSDK } from '@opentelemetry/sdk-node'

// The getting-started page of OpenTelemetry, loaded by --import, with the instrumentation of each library of the shop.
register('@opentelemetry/instrumentation/hook.mjs', import.meta.url)
new NodeSDK({
  traceExporter: new OTLPTraceExporter(),
  instrumentations: [
    new HttpInstrumentation(),
    new KoaInstrumentation(),
    new PgInstrumentation(),
    new KafkaJsInstrumentation(),
    new UndiciInstrumentation(),
  ],
}).start()
