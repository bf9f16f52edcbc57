import type { Page } from '../listener/answer.ts'
import type { Profiler } from '../profiling/profiler.ts'
import { recordingPage } from './recording-page.ts'

/** Where the time goes, and where the memory goes, as pprof. */
export function profilePages(profiler: () => Promise<Profiler>): Page[] {
  return [
    recordingPage({
      path: '/debug/pprof/profile',
      about: 'where the time goes, for ?seconds= (30)',
      bounds: { fallback: 30, max: 300 },
      fileName: 'cpu.pb.gz',
      profiler,
      start: (measurer) => measurer.startCpu(),
    }),
    recordingPage({
      path: '/debug/pprof/heap',
      about: 'what is allocated during ?seconds= (10) and still alive at the end',
      bounds: { fallback: 10, max: 300 },
      fileName: 'heap.pb.gz',
      profiler,
      start: (measurer) => measurer.startHeap(),
    }),
  ]
}
