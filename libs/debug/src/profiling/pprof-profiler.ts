import type * as Pprof from '@datadog/pprof'
import type { Profiler } from './profiler.ts'

const cpuIntervalMicros = 1_000
const heapIntervalBytes = 64 * 1024
const heapStackDepth = 64

/** Measures with the native addon: cheap enough for a service under load. */
export function createPprofProfiler({ time, heap, encode }: typeof Pprof): Profiler {
  return {
    name: '@datadog/pprof',
    async startCpu() {
      time.start({ intervalMicros: cpuIntervalMicros })
      return { finish: () => encode(time.stop()), drop: () => void time.stop() }
    },
    async startHeap() {
      heap.start(heapIntervalBytes, heapStackDepth)
      const finish = async () => {
        const profile = heap.profile()
        heap.stop()
        return encode(profile)
      }
      return { finish, drop: () => heap.stop() }
    },
  }
}
