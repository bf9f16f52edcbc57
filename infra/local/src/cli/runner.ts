import type { Span, SpanStore } from '@tailspan/trace-testing'
import type { Ports } from '../ports.ts'
import type { Answer, Question } from '../system/ask.ts'
import type { System } from '../system/system.ts'
import type { RequestTrace } from '../traces/whole-trace.ts'
import type { Mode } from './options.ts'
import type { PartState } from './probe-parts.ts'

/** The running system itself, with all that may be done to its parts. */
export type Drive = System

/** One question to the service that clients reach. */
export type EdgeQuestion = Pick<Question, 'method' | 'body'> & { readonly path: string }

/** The runner as a program that shows the system sees it. */
export type Runner = {
  readonly mode: Mode
  readonly ports: Ports
  /** Where clients reach the system. */
  readonly edgeUrl: string
  /** Where the mail catcher is asked. */
  readonly mailUrl: string
  /** Its page, where people open it. */
  readonly mailPage: string
  readonly kafkaBrokers: string
  /** For reading what became of requests, never for showing: of a role that may read everything. */
  readonly databaseUrl: string
  /** Every span that the receiver has taken and still keeps. */
  readonly store: SpanStore
  /** Where the logs of the parts lie; none in containers. */
  readonly logFolder?: string | undefined
  /** What may be done to the parts; none in containers, which are the engine's. */
  readonly drive?: Drive | undefined
  /** Why nothing may be changed or sent, where that is so. */
  readonly readOnly?: string | undefined
  /** Jaeger's page of a trace, where there is Jaeger. */
  readonly tracePage?: ((traceId: string) => string) | undefined
  /** Brings a trace that is not kept here from where it still is, if there is such a place. */
  readonly recall?: ((traceId: string) => Promise<void>) | undefined
  parts(): Promise<readonly PartState[]>
  /** A trace with those that link to it, and what an accepted request still lacks. */
  readTrace(traceId: string): RequestTrace & { readonly isAccepted: boolean }
  /** Whether a trace begins with this span, as the request of a client. */
  isRequest(span: Span): boolean
  askEdge(question: EdgeQuestion): Promise<Answer>
  /** Shows a person a few words on the terminal. */
  note(words: string): void
}

/** A program that shows the running system until it is stopped. */
export type Companion = {
  /** Where people open it. */
  readonly url: string
  stop(): Promise<void>
}

/** Starts a companion when everything serves. */
export type OpenCompanion = (runner: Runner) => Promise<Companion>
