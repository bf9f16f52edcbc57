/** The settings that are read: what each does, and what holds without it. */
export const readSettings: Readonly<Record<string, readonly [holds: string, does: string]>> = {
  OTEL_SDK_DISABLED: [
    'false',
    '`true` records and exports nothing; contexts still go from hop to hop',
  ],
  OTEL_SERVICE_NAME: ['the name in `package.json`', 'names the service'],
  OTEL_RESOURCE_ATTRIBUTES: ['', 'more about the service: `key=value,…`, URL-encoded'],
  OTEL_LOG_LEVEL: [
    '',
    "shows the SDK's own words from this level on, instead of `telemetry.trouble`",
  ],
  OTEL_PROPAGATORS: [
    'tracecontext,baggage',
    'also `b3`, `b3multi`, `none`: the headers of HTTP and of records, in and out',
  ],
  OTEL_TRACES_SAMPLER: [
    'parentbased_always_on',
    'also `always_on`, `always_off`, `traceidratio`, `parentbased_always_off`, `parentbased_traceidratio`',
  ],
  OTEL_TRACES_SAMPLER_ARG: ['1', 'the ratio of `traceidratio`, from 0 to 1'],
  OTEL_TRACES_EXPORTER: ['otlp', 'also `console`, `none`, or a list'],
  OTEL_METRICS_EXPORTER: [
    'none',
    'also `otlp`, `console`, or a list; `/metrics` of the debug listener is always there',
  ],
  OTEL_BSP_SCHEDULE_DELAY: ['1000', 'how long spans wait for others, in ms'],
  OTEL_BSP_EXPORT_TIMEOUT: ['30000', 'how long an export of spans may take, in ms'],
  OTEL_BSP_MAX_QUEUE_SIZE: ['16384', 'how many spans may wait; more are dropped and counted'],
  OTEL_BSP_MAX_EXPORT_BATCH_SIZE: ['2048', 'how many spans go at a time'],
  OTEL_METRIC_EXPORT_INTERVAL: ['15000', 'how often metrics go out, in ms'],
  OTEL_METRIC_EXPORT_TIMEOUT: [
    '10000',
    'how long that may take, in ms; not longer than the interval',
  ],
  OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT: ['none', 'cuts texts on spans, in characters'],
  OTEL_ATTRIBUTE_COUNT_LIMIT: ['128', 'how many attributes a span may have'],
  OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT: ['the one above', 'goes before the general one'],
  OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT: ['the one above', 'goes before the general one'],
  OTEL_SPAN_EVENT_COUNT_LIMIT: ['128', 'how many events a span may have'],
  OTEL_SPAN_LINK_COUNT_LIMIT: ['128', 'how many links a span may have'],
  OTEL_EVENT_ATTRIBUTE_COUNT_LIMIT: ['128', 'how many attributes an event may have'],
  OTEL_LINK_ATTRIBUTE_COUNT_LIMIT: ['128', 'how many attributes a link may have'],
  OTEL_EXPORTER_OTLP_ENDPOINT: [
    'http://localhost:4318',
    'the collector; the path of the signal is added',
  ],
  OTEL_EXPORTER_OTLP_PROTOCOL: ['http/json', 'also `http/protobuf`; `grpc` is not supported'],
  OTEL_EXPORTER_OTLP_HEADERS: ['', '`name=value,…`, URL-encoded'],
  OTEL_EXPORTER_OTLP_TIMEOUT: ['10000', 'how long one request may take, in ms'],
  OTEL_EXPORTER_OTLP_COMPRESSION: ['none', 'also `gzip`'],
  OTEL_EXPORTER_OTLP_CERTIFICATE: [
    'those of Node',
    'file with the authorities that are trusted (PEM)',
  ],
  OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE: ['', 'file with our certificate (PEM)'],
  OTEL_EXPORTER_OTLP_CLIENT_KEY: ['', 'file with its key (PEM), without a passphrase'],
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: ['', 'of one signal, as it is: nothing is added'],
  OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: ['', 'of one signal, as it is: nothing is added'],
  ...ofOneSignal('PROTOCOL', 'HEADERS', 'TIMEOUT', 'COMPRESSION'),
  ...ofOneSignal('CERTIFICATE', 'CLIENT_CERTIFICATE', 'CLIENT_KEY'),
  OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE: ['cumulative', 'also `delta`'],
  OTEL_NODE_EXPERIMENTAL_SDK_METRICS: [
    'false',
    "`true` adds the SDK's metrics about itself, whose names are not listed here",
  ],
}

/** The settings of the specification and of Node's packages that are not read, and why. */
export const unreadSettings: Readonly<Record<string, string>> = {
  OTEL_LOGS_EXPORTER: 'logs are JSON lines on stdout, for whatever collects them there',
  'OTEL_EXPORTER_OTLP_LOGS_*': 'see `OTEL_LOGS_EXPORTER`',
  'OTEL_BLRP_*': 'see `OTEL_LOGS_EXPORTER`',
  'OTEL_LOGRECORD_*': 'see `OTEL_LOGS_EXPORTER`',
  OTEL_EXPORTER_OTLP_INSECURE: 'belongs to gRPC; the scheme of the endpoint decides',
  'OTEL_EXPORTER_PROMETHEUS_*': '`/metrics` is on the debug listener, `DEBUG_PORT`',
  'OTEL_EXPORTER_ZIPKIN_*': 'there is no exporter for Zipkin: a collector translates',
  OTEL_EXPORTER_OTLP_METRICS_DEFAULT_HISTOGRAM_AGGREGATION:
    'the SDK for JavaScript does not know it',
  OTEL_METRICS_EXEMPLAR_FILTER: 'the SDK for JavaScript has no exemplars',
  OTEL_CONFIG_FILE: 'settings are variables',
  OTEL_EXPERIMENTAL_CONFIG_FILE: 'settings are variables',
  OTEL_ENTITIES: 'the resource is the service and nothing about the host',
  OTEL_NODE_RESOURCE_DETECTORS: 'the resource is the service and nothing about the host',
  'OTEL_NODE_*_INSTRUMENTATIONS': 'what is traced is chosen in code',
  OTEL_SEMCONV_STABILITY_OPT_IN: 'names are the stable ones',
}

function ofOneSignal(...settings: readonly string[]) {
  const names = settings.flatMap((setting) =>
    ['TRACES', 'METRICS'].map((signal) => `OTEL_EXPORTER_OTLP_${signal}_${setting}`),
  )
  const row = ['', 'of one signal, goes before the general one'] as const
  return Object.fromEntries(names.map((name) => [name, row]))
}
