type Work = () => unknown

const rounds = 40
// Short ones, and many: on a busy machine some of them are not disturbed, by others or by the collector.
const worthMeasuringMs = 2

/**
 * How much longer twice the work takes: 2 where the time is linear, 4 where it is quadratic.
 *
 * shape: the best of several runs of each in turns, in processor time of this process, so that a busy machine does not count
 */
export async function measureGrowth(half: Work, whole: Work): Promise<number> {
  await measure(whole, 1)
  const onceMs = await measure(half, 1)
  const times = Math.max(1, Math.ceil(worthMeasuringMs / Math.max(onceMs, 0.01)))
  const bestMs = { half: Number.POSITIVE_INFINITY, whole: Number.POSITIVE_INFINITY }
  for (let round = 0; round < rounds; round++) {
    bestMs.half = Math.min(bestMs.half, await measure(half, times))
    bestMs.whole = Math.min(bestMs.whole, await measure(whole, times))
  }
  return bestMs.whole / bestMs.half
}

async function measure(work: Work, times: number): Promise<number> {
  const before = process.cpuUsage()
  for (let i = 0; i < times; i++) await work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1_000
}
