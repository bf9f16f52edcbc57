import { register } from 'node:module'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { NodeSDK, type NodeSDKConfiguration } from '@opentelemetry/sdk-node'

type Instrumentations = NonNullable<NodeSDKConfiguration['instrumentations']>

/** Starts the SDK as the getting-started page of OpenTelemetry does, in a program that is loaded by --import. */
export function startSdk(instrumentations: Instrumentations): void {
  register('@opentelemetry/instrumentation/hook.mjs', import.meta.url)
  new NodeSDK({ traceExporter: new OTLPTraceExporter(), instrumentations }).start()
}
