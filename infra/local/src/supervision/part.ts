import type { Exit, PartProcess } from '../process/part-process.ts'

/** Something of the system that runs in a process of its own and can be started again. */
export type Part = {
  readonly name: string
  /** Where it is reached, for people. */
  readonly place: string
  /** Starts it and waits until it serves. */
  start(signal: AbortSignal): Promise<RunningPart>
}

/** A part that serves. */
export type RunningPart = {
  readonly process: PartProcess
  stop(): Promise<Exit>
  kill(): Promise<Exit>
}
