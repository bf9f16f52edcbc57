const seconds: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400 }

/** The seconds of a duration of Prometheus: `90s`, `5m`, `1h30m`. */
export function toSeconds(text: string): number {
  const parts = [...text.matchAll(/(\d+)([smhd])/g)]
  if (!text || parts.map(([part]) => part).join('') !== text)
    throw new Error(`${text} is no duration`)
  return parts.reduce((sum, [, count, unit = '']) => sum + Number(count) * (seconds[unit] ?? 0), 0)
}
