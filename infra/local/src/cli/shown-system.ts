import type { ServiceName } from '@tailspan/manifest'
import type { SpanStore } from '@tailspan/trace-testing'
import type { CannotStart } from '../cannot-start.ts'
import type { Ports } from '../ports.ts'
import type { Mode } from './options.ts'
import type { Drive } from './runner.ts'

/** The running system as far as `npm start` looks at it, in either mode. */
export type ShownSystem = {
  readonly mode: Mode
  readonly ports: Ports
  /** The service that runs with Node's inspector. */
  readonly inspected?: ServiceName
  readonly mailUrl: string
  readonly store: SpanStore
  readonly kafkaBrokers: string
  /** The superuser's, of the one database. */
  readonly databaseUrl: string
  /** Where the logs of the parts lie, where they lie in files. */
  readonly logFolder?: string
  /** What may be done to the parts, where they are the runner's own processes. */
  readonly drive?: Drive
  /** The page of a trace, where there is one. */
  readonly tracePage?: (traceId: string) => string
  readonly timings: readonly { readonly name: string; readonly tookMs: number }[]
  /** Settles when the system cannot go on by itself. */
  readonly failed: Promise<CannotStart>
  measureMemory(): Promise<number>
  /** Of one part, in bytes, where it can be told apart. */
  measurePart?(name: string): Promise<number>
  stop(): Promise<void>
}
