import { register } from 'node:module'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { ExpressInstrumentation } from '@opentelemetry/instrumentation-express'
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http'
import { KafkaJsInstrumentation } from '@opentelemetry/instrumentation-kafkajs'
import { KoaInstrumentation } from '@opentelemetry/instrumentation-koa'
import { NestInstrumentation } from '@opentelemetry/instrumentation-nestjs-core'
import { NodeSDK } from '@opentelemetry/sdk-node'

// The getting-started page of OpenTelemetry, loaded by --import; what a program does not use costs it nothing.
register('@opentelemetry/instrumentation/hook.mjs', import.meta.url)
new NodeSDK({
  traceExporter: new OTLPTraceExporter(),
  instrumentations: [
    new HttpInstrumentation(),
    new KoaInstrumentation(),
    new ExpressInstrumentation(),
    new NestInstrumentation(),
    new KafkaJsInstrumentation(),
  ],
}).start()
