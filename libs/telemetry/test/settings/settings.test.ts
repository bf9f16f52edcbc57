import { expect, test, vi } from 'vitest'
import { type Collector, openCollector } from '../collector.ts'
import { type Ended, runProgram } from '../run-program.ts'

// Programs take their time to start while other tests run.
vi.setConfig({ testTimeout: 60_000 })

type Seen = {
  readonly collector: Collector
  readonly ended: Ended
  readonly spans: readonly Wire[]
}
type Wire = {
  readonly name: string
  readonly traceId: string
  readonly attributes: readonly { readonly value: { readonly stringValue: string } }[]
  readonly events: readonly { readonly attributes: readonly object[] }[]
  readonly links: readonly { readonly attributes: readonly object[] }[]
}
type Row = readonly [
  settings: Readonly<Record<string, string>>,
  see: (seen: Seen) => void,
  collector?: { readonly answers: boolean },
]

const full = ({ spans }: Seen) => spans.find(({ name }) => name === 'full') as Wire
const textsOf = ({ attributes }: Wire) => attributes.map(({ value }) => value.stringValue)
const pathsOf = ({ collector }: Seen, end: string) =>
  collector.exports.filter(({ path }) => path.endsWith(end))
const bodiesOf = (seen: Seen, end: string) => pathsOf(seen, end).map(({ body }) => String(body))
const troubleOf = ({ ended }: Seen) =>
  ended.lines.filter(({ event }) => event === 'telemetry.trouble').map(({ reason }) => reason)
const metricsOf = ({ ended }: Seen) =>
  String(ended.lines.find((line) => 'metrics' in line)?.metrics)
const metrics = { OTEL_METRICS_EXPORTER: 'otlp' }
const silent = { answers: false }

const rows: readonly Row[] = [
  [{}, (seen) => expect(seen.spans).toHaveLength(6)],
  [{ OTEL_SDK_DISABLED: 'true' }, (seen) => expect(seen.collector.exports).toEqual([])],
  [
    { OTEL_SERVICE_NAME: 'shop', OTEL_RESOURCE_ATTRIBUTES: 'team=a%20b,service.version=7' },
    (seen) => {
      expect(bodiesOf(seen, '/v1/traces')[0]).toMatch(/"shop".*/)
      expect(bodiesOf(seen, '/v1/traces')[0]).toMatch(/"team","value":\{"stringValue":"a b"/)
    },
  ],
  [{ OTEL_LOG_LEVEL: 'debug' }, ({ ended }) => expect(ended.output).toContain('items to be sent')],
  [{ OTEL_TRACES_SAMPLER: 'always_off' }, (seen) => expect(seen.spans).toEqual([])],
  [{ OTEL_TRACES_SAMPLER: 'always_on' }, (seen) => expect(seen.spans).toHaveLength(11)],
  [
    { OTEL_TRACES_SAMPLER: 'parentbased_always_off' },
    (seen) => expect(seen.spans.map(({ name }) => name)).toEqual(Array(5).fill('child')),
  ],
  [
    { OTEL_TRACES_SAMPLER: 'parentbased_traceidratio', OTEL_TRACES_SAMPLER_ARG: '0' },
    (seen) => expect(seen.spans).toHaveLength(5),
  ],
  [
    { OTEL_TRACES_SAMPLER: 'traceidratio', OTEL_TRACES_SAMPLER_ARG: '0' },
    (seen) => expect(seen.spans).toEqual([]),
  ],
  [
    { OTEL_TRACES_EXPORTER: 'console,otlp' },
    (seen) => {
      expect(seen.spans).toHaveLength(6)
      expect(seen.ended.output).toContain("name: 'full'")
    },
  ],
  [{ OTEL_TRACES_EXPORTER: 'none' }, (seen) => expect(seen.collector.exports).toEqual([])],
  [
    { OTEL_METRICS_EXPORTER: 'console' },
    (seen) => expect(seen.ended.output).toContain("name: 'tailspan.dead_letters'"),
  ],
  [
    { OTEL_METRICS_EXPORTER: 'otlp', OTEL_METRIC_EXPORT_INTERVAL: '10' },
    (seen) => expect(pathsOf(seen, '/v1/metrics').length).toBeGreaterThan(1),
  ],
  [
    { ...metrics, OTEL_METRIC_EXPORT_INTERVAL: '10', OTEL_METRIC_EXPORT_TIMEOUT: '3' },
    (seen) => expect(troubleOf(seen)[0]).toContain('timed out after 3ms'),
    silent,
  ],
  [
    { OTEL_BSP_SCHEDULE_DELAY: '1' },
    (seen) => expect(pathsOf(seen, '/v1/traces').length).toBeGreaterThan(1),
  ],
  [
    { OTEL_BSP_SCHEDULE_DELAY: '1', OTEL_BSP_EXPORT_TIMEOUT: '3' },
    (seen) => expect(troubleOf(seen)[0]).toMatch(/timeout/i),
    silent,
  ],
  [
    {
      OTEL_BSP_MAX_QUEUE_SIZE: '2',
      OTEL_BSP_MAX_EXPORT_BATCH_SIZE: '2',
      OTEL_BSP_SCHEDULE_DELAY: '60000',
    },
    (seen) => expect(seen.spans.length).toBeLessThan(6),
    silent,
  ],
  [
    { OTEL_BSP_MAX_EXPORT_BATCH_SIZE: '1' },
    (seen) => expect(pathsOf(seen, '/v1/traces')).toHaveLength(6),
  ],
  [
    { OTEL_ATTRIBUTE_COUNT_LIMIT: '2', OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT: '4' },
    (seen) => expect(textsOf(full(seen))).toEqual(['abcd', 'abcd']),
  ],
  [
    {
      OTEL_ATTRIBUTE_COUNT_LIMIT: '2',
      OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT: '4',
      OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT: '1',
      OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT: '5',
    },
    (seen) => expect(textsOf(full(seen))).toEqual(['abcde']),
  ],
  [
    { OTEL_SPAN_EVENT_COUNT_LIMIT: '1', OTEL_SPAN_LINK_COUNT_LIMIT: '2' },
    (seen) => expect([full(seen).events.length, full(seen).links.length]).toEqual([1, 2]),
  ],
  [
    { OTEL_EVENT_ATTRIBUTE_COUNT_LIMIT: '1', OTEL_LINK_ATTRIBUTE_COUNT_LIMIT: '2' },
    (seen) => {
      expect(full(seen).events.map(({ attributes }) => attributes.length)).toEqual([1, 1, 1])
      expect(full(seen).links.map(({ attributes }) => attributes.length)).toEqual([2, 2, 2])
    },
  ],
  ...['', 'TRACES_'].map(
    (signal): Row => [
      { [`OTEL_EXPORTER_OTLP_${signal}TIMEOUT`]: '3', OTEL_BSP_SCHEDULE_DELAY: '1' },
      (seen) => expect(troubleOf(seen)[0]).toContain('Request timed out'),
      silent,
    ],
  ),
  [
    { ...metrics, OTEL_EXPORTER_OTLP_METRICS_TIMEOUT: '3', OTEL_METRIC_EXPORT_INTERVAL: '400' },
    (seen) => expect(troubleOf(seen)[0]).toContain('Request timed out'),
    silent,
  ],
  [
    { ...metrics, OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE: 'delta' },
    (seen) => expect(bodiesOf(seen, '/v1/metrics').at(-1)).toContain('"aggregationTemporality":1'),
  ],
  [
    { OTEL_NODE_EXPERIMENTAL_SDK_METRICS: 'true' },
    (seen) => expect(metricsOf(seen)).toContain('otel_sdk_'),
  ],
]

test.each(rows.map(([settings, ...rest]) => [nameOf(settings), settings, ...rest] as const))(
  'Q4 %s works',
  async (...[, settings, see, collected]) => {
    await using collector = await openCollector(collected)

    const ended = await runProgram('fill-spans', {
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      ...settings,
    })

    expect(ended.code).toBe(0)
    see({ collector, ended, spans: spansOf(collector) })
  },
)

function nameOf(settings: object): string {
  const pairs = Object.entries(settings).map(([name, value]) => `${name}=${value}`)
  return pairs.join(' ') || 'no setting at all'
}

function spansOf({ exports }: Collector): Wire[] {
  return exports
    .filter(({ path }) => path === '/v1/traces')
    .flatMap(({ body }) => JSON.parse(String(body)).resourceSpans)
    .flatMap(({ scopeSpans }) => scopeSpans)
    .flatMap(({ spans }) => spans)
}
