const rounds = 12
const texts = Array.from(
  { length: 4_000 },
  (_, i) => `${(i * 7_919) % 2_003} ${'x'.repeat(i % 50)}`,
)

/**
 * How slow this machine is: milliseconds of processor time for a fixed piece of work, the best of some rounds.
 *
 * It is more beside busy programs, too: they take turns, but they empty the caches, and two cores may be one in truth.
 */
export function calibrate(): number {
  return Math.min(...Array.from({ length: rounds }, timeRound))
}

function timeRound(): number {
  const before = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1_000
}

/** What test runs mostly do: they build texts and objects, sort and read them. */
function work(): number {
  const sorted = texts.toSorted((a, b) => a.localeCompare(b))
  const words = sorted.map((text, i) => ({ text, i, length: text.length }))
  return (JSON.parse(JSON.stringify(words)) as unknown[]).length
}
