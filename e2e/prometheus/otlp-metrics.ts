/*
 * Metrics as OTLP has them in JSON, as far as our services use it:
 *
 *   resourceMetrics[] ── resource.attributes[]: key, value
 *                     ── scopeMetrics[] ── metrics[]: name, and one of
 *                           gauge, sum: dataPoints[]: attributes[], asDouble | asInt
 *                           histogram: dataPoints[]: attributes[], count, sum, bucketCounts[], explicitBounds[]
 */

type Attribute = {
  readonly key: string
  readonly value: Readonly<Record<string, string | number | boolean>>
}

type Point = {
  readonly attributes?: readonly Attribute[]
  readonly asDouble?: number
  readonly asInt?: number | string
  readonly count?: number | string
  readonly sum?: number
  readonly bucketCounts?: readonly (number | string)[]
  readonly explicitBounds?: readonly number[]
}

type Points = { readonly dataPoints: readonly Point[] }

type Metric = {
  readonly name: string
  readonly gauge?: Points
  readonly sum?: Points
  readonly histogram?: Points
}

/** One request of an exporter. */
export type OtlpMetrics = {
  readonly resourceMetrics: readonly {
    readonly resource: { readonly attributes: readonly Attribute[] }
    readonly scopeMetrics: readonly { readonly metrics: readonly Metric[] }[]
  }[]
}

/** What one instance exported, as lines of Prometheus' text format. */
export type Exported = { readonly instance: string; readonly lines: readonly string[] }

/** Turns OTLP into what Prometheus makes of it: `job` is the service, `instance` its id. */
export function toPrometheusText(
  { resourceMetrics }: OtlpMetrics,
  names: ReadonlyMap<string, string>,
): Exported[] {
  return resourceMetrics.map(({ resource, scopeMetrics }) => {
    const of = new Map(resource.attributes.map(({ key, value }) => [key, textOf(value)]))
    const instance = of.get('service.instance.id') ?? ''
    const own = [label('job', of.get('service.name') ?? ''), label('instance', instance)]
    const metrics = scopeMetrics.flatMap((scope) => scope.metrics)
    const lines = metrics.flatMap((metric) => linesOf(metric, names.get(metric.name), own))
    return { instance, lines }
  })
}

function linesOf(
  { gauge, sum, histogram }: Metric,
  name: string | undefined,
  own: readonly string[],
): string[] {
  if (name === undefined) return []
  const labelsOf = ({ attributes = [] }: Point) => [
    ...own,
    ...attributes.map(({ key, value }) => label(key.replaceAll(/\W/g, '_'), textOf(value))),
  ]
  const points = [...(gauge?.dataPoints ?? []), ...(sum?.dataPoints ?? [])]
  return [
    ...points.map((point) => line(name, labelsOf(point), point.asDouble ?? point.asInt)),
    ...(histogram?.dataPoints ?? []).flatMap((point) => bucketsOf(name, labelsOf(point), point)),
  ]
}

/** Those of OTLP hold what lies between two boundaries, those of Prometheus all that lies below one. */
function bucketsOf(name: string, labels: readonly string[], point: Point): string[] {
  const { bucketCounts = [], explicitBounds = [], count, sum } = point
  let below = 0
  const buckets = bucketCounts.map((inBucket, nth) => {
    below += Number(inBucket)
    return line(name, [...labels, label('le', String(explicitBounds[nth] ?? '+Inf'))], below)
  })
  const base = name.replace(/_bucket$/, '')
  return [...buckets, line(`${base}_count`, labels, count), line(`${base}_sum`, labels, sum)]
}

function line(name: string, labels: readonly string[], value: number | string = 0): string {
  return `${name}{${labels.join(',')}} ${value}`
}

function label(name: string, value: string): string {
  return `${name}=${JSON.stringify(value)}`
}

function textOf(value: Attribute['value']): string {
  return String(Object.values(value)[0])
}
