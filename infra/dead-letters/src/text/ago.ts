const units = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1_000],
] as const

/** How long ago something was, in its largest unit: `5 min`. */
export function age(sinceMs: number, nowMs = Date.now()): string {
  const ms = Math.max(nowMs - sinceMs, 0)
  const [unit, unitMs] = units.find(([, each]) => ms >= each) ?? ['s', 1_000]
  return `${Math.floor(ms / unitMs)} ${unit}`
}
