import { HttpInstrumentation } from '@opentelemetry/instrumentation-http'
import { KafkaJsInstrumentation } from '@opentelemetry/instrumentation-kafkajs'
import { KoaInstrumentation } from '@opentelemetry/instrumentation-koa'
import { PgInstrumentation } from '@opentelemetry/instrumentation-pg'
import { UndiciInstrumentation } from '@opentelemetry/instrumentation-undici'
import { startSdk } from '../measure/getting-started.ts'

// The instrumentation of each library of the shop.
startSdk([
  new HttpInstrumentation(),
  new KoaInstrumentation(),
  new PgInstrumentation(),
  new KafkaJsInstrumentation(),
  new UndiciInstrumentation(),
])
