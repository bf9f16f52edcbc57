type Work = () => unknown

const minRounds = 5
const maxRounds = 40
const plainlyLinear = 2.2
// Short ones, and many: on a busy machine some of them are not disturbed, by others or by the collector.
const worthMeasuringMs = 2

/**
 * How much longer twice the work takes: 2 where the time is linear, 4 where it is quadratic.
 *
 * shape: the best of several runs of each in turns, in processor time of this process, so that a busy machine does not count;
 *        with more `doublings` between the two works than one, what disturbs all the same is divided among them
 */
export async function measureGrowth(
  small: Work,
  large: Work,
  { doublings = 1 }: { readonly doublings?: number } = {},
): Promise<number> {
  await measure(large, 1)
  const onceMs = await measure(small, 1)
  const times = Math.max(1, Math.ceil(worthMeasuringMs / Math.max(onceMs, 0.01)))
  const largeTimes = Math.max(1, Math.round(times / 2 ** (doublings - 1)))
  const bestMs = { small: Number.POSITIVE_INFINITY, large: Number.POSITIVE_INFINITY }
  const growth = () => (bestMs.large / bestMs.small) ** (1 / doublings)
  for (let round = 0; round < maxRounds; round++) {
    if (round >= minRounds && growth() < plainlyLinear) break
    bestMs.small = Math.min(bestMs.small, (await measure(small, times)) / times)
    bestMs.large = Math.min(bestMs.large, (await measure(large, largeTimes)) / largeTimes)
  }
  return growth()
}

async function measure(work: Work, times: number): Promise<number> {
  const before = process.cpuUsage()
  for (let i = 0; i < times; i++) await work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1_000
}
