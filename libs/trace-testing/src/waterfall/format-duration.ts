const units = [
  ['s', 1e9],
  ['ms', 1e6],
  ['µs', 1e3],
  ['ns', 1],
] as const

const longUnits = [
  ['d', 86_400, 'h', 3_600],
  ['h', 3_600, 'min', 60],
  ['min', 60, 's', 1],
] as const

/** Three digits and a unit, `12.4 ms`; from a minute on two units, `2 min 5 s`. */
export function formatDuration(ns: bigint): string {
  if (ns === 0n) return '0'
  if (ns < 0n) return `-${formatDuration(-ns)}`
  return ns < 59_950_000_000n ? formatShort(Number(ns)) : formatLong(Math.round(Number(ns) / 1e9))
}

function formatShort(ns: number): string {
  // 999.7 µs has three digits as 1.00 ms.
  const [unit, size] = units.find(([, nsPerUnit]) => ns / nsPerUnit >= 0.9995) ?? ['ns', 1]
  return unit === 'ns' ? `${ns} ns` : `${(ns / size).toPrecision(3)} ${unit}`
}

function formatLong(seconds: number): string {
  const row = longUnits.find(([, size]) => seconds >= size) ?? longUnits[2]
  const [major, majorSeconds, minor, minorSeconds] = row
  const rest = Math.floor((seconds % majorSeconds) / minorSeconds)
  return `${Math.floor(seconds / majorSeconds)} ${major}${rest === 0 ? '' : ` ${rest} ${minor}`}`
}
