/** What decides the name of a metric in Prometheus. */
export type Metric = { readonly name: string; readonly unit: string; readonly instrument: string }

// What UCUM calls them in OpenTelemetry, and Prometheus; what stands in braces is no unit.
const units: Readonly<Record<string, string>> = {
  ns: 'nanoseconds',
  us: 'microseconds',
  ms: 'milliseconds',
  s: 'seconds',
  min: 'minutes',
  h: 'hours',
  d: 'days',
  By: 'bytes',
  KiBy: 'kibibytes',
  MiBy: 'mebibytes',
  GiBy: 'gibibytes',
  '1': '',
  '%': 'percent',
}

/**
 * The name that a metric has in Prometheus, the same by OTLP and by scraping `/metrics`.
 *
 * shape:  of instruments only `counter` and `gauge` matter
 * source: the rules of Prometheus' OTLP receiver and of the exporters of OpenTelemetry's collector
 */
export function prometheusName({ name, unit, instrument }: Metric): string {
  const words = name.split(/[^a-zA-Z0-9:]+/).filter(Boolean)
  const suffix = unitName(unit)
  if (suffix && !words.includes(suffix)) words.push(suffix)
  if (instrument === 'counter') return endingIn('total', words)
  return unit === '1' && instrument === 'gauge' ? endingIn('ratio', words) : words.join('_')
}

function unitName(unit: string): string {
  return /[{}]/.test(unit) ? '' : (units[unit] ?? unit)
}

function endingIn(last: string, words: readonly string[]): string {
  return [...words.filter((word) => word !== last), last].join('_')
}
