/** A measurement that is going on; it ends by being finished or dropped. */
export type Recording = {
  /** The profile: pprof, gzipped. */
  finish(): Promise<Uint8Array>
  drop(): void
}

/** Somebody who can measure this process. */
export interface Profiler {
  /** Who measures, for the answer's header and the index. */
  readonly name: string
  startCpu(): Promise<Recording>
  startHeap(): Promise<Recording>
}
