import { ExpressInstrumentation } from '@opentelemetry/instrumentation-express'
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http'
import { KafkaJsInstrumentation } from '@opentelemetry/instrumentation-kafkajs'
import { KoaInstrumentation } from '@opentelemetry/instrumentation-koa'
import { NestInstrumentation } from '@opentelemetry/instrumentation-nestjs-core'
import { startSdk } from '../../measure/getting-started.ts'

// What a program does not use costs it nothing.
startSdk([
  new HttpInstrumentation(),
  new KoaInstrumentation(),
  new ExpressInstrumentation(),
  new NestInstrumentation(),
  new KafkaJsInstrumentation(),
])
