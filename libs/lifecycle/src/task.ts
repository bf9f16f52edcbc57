import {
  type Context,
  context,
  createContextKey,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api'
import type { Scope } from '@tailspan/scope'
import { shuttingDown } from './lifecycle-error.ts'
import { attributes, instrumentationName } from './names.ts'
import { TaskTimeout } from './task-errors.ts'
import { TaskScope } from './task-scope.ts'

/** The work: gets what the caller copied out of its request, and a scope of its own. */
export type TaskFunction<D> = (data: D, scope: Scope) => Promise<unknown>

/** `waiting` for its start hook, `queued` for others to end, `overdue` when late and still at work. */
export type TaskState = 'waiting' | 'queued' | 'running' | 'overdue'
export type TaskOutcome = 'completed' | 'failed' | 'timed-out' | 'abandoned'

/** `ended` is told the outcome, once; `settled` when the function has really returned. */
export interface TaskWatcher {
  ended(task: Task, outcome: TaskOutcome, error?: unknown): void
  settled(task: Task): void
}

export type TaskParts = {
  name: string
  data: unknown
  fn: TaskFunction<never>
  /** Detached: the trace and the baggage of the caller, nothing else. */
  context: Context
  timeoutMs: number
}

const tracer = trace.getTracer(instrumentationName)
const spanOptions = { kind: SpanKind.INTERNAL, attributes: { [attributes.detached]: true } }
const taskKey = createContextKey('tailspan.task')

/** The task that a scope, or one derived from it, was given to. */
export function taskOf(scope: Scope): Task | undefined {
  return scope.context.getValue(taskKey) as Task | undefined
}

/** One piece of detached work, from its registration to its end. */
export class Task {
  readonly madeAt = performance.now()
  state: TaskState = 'waiting'
  readonly #parts: TaskParts
  #scope: TaskScope | undefined
  #span: Span | undefined
  #timer: NodeJS.Timeout | undefined
  #outcome: TaskOutcome | undefined

  constructor(parts: TaskParts) {
    this.#parts = parts
  }

  get name(): string {
    return this.#parts.name
  }

  get traceId(): string | undefined {
    return trace.getSpanContext(this.#parts.context)?.traceId
  }

  get begun(): boolean {
    return this.#scope !== undefined
  }

  get outcome(): TaskOutcome | undefined {
    return this.#outcome
  }

  /** The task's own context, with its span, once it has begun. */
  get context(): Context {
    return this.#scope?.context ?? this.#parts.context
  }

  /** Starts the work. To be called outside every async context, or the request stays alive. */
  begin(watcher: TaskWatcher): void {
    const { name, context: parent, timeoutMs } = this.#parts
    this.state = 'running'
    this.#span = tracer.startSpan(name, spanOptions, parent)
    const own = trace.setSpan(parent, this.#span).setValue(taskKey, this)
    this.#scope = new TaskScope(own, Date.now() + timeoutMs)
    this.#timer = setTimeout(() => this.#timeOut(watcher), timeoutMs)
    void this.#work(this.#scope, watcher)
  }

  shutDown(): void {
    this.#scope?.abort(shuttingDown)
  }

  /** Gives the task up, begun or not. */
  abandon(watcher: TaskWatcher): void {
    this.#end(watcher, 'abandoned')
    this.#leave()
  }

  async #work(scope: TaskScope, watcher: TaskWatcher): Promise<void> {
    const { fn, data } = this.#parts
    try {
      await context.with(scope.context, fn, undefined, data as never, scope)
      this.#end(watcher, 'completed')
    } catch (error) {
      if (scope.reason === shuttingDown) this.#end(watcher, 'abandoned')
      else this.#end(watcher, 'failed', error)
    }
    this.#leave()
    watcher.settled(this)
  }

  #timeOut(watcher: TaskWatcher): void {
    const error = new TaskTimeout(this.name, this.#parts.timeoutMs)
    this.state = 'overdue'
    this.#end(watcher, 'timed-out', error)
    this.#scope?.abort(error)
  }

  // The first verdict stands: what is late has timed out, whatever it does afterwards.
  #end(watcher: TaskWatcher, outcome: TaskOutcome, error?: unknown): void {
    if (this.#outcome) return
    this.#outcome = outcome
    if (outcome !== 'completed') this.#mark(outcome, error)
    watcher.ended(this, outcome, error)
  }

  #mark(outcome: TaskOutcome, error: unknown): void {
    this.#span?.setAttribute(attributes.errorType, codeOf(error) ?? outcome)
    this.#span?.setStatus({ code: SpanStatusCode.ERROR })
    if (error instanceof Error) this.#span?.recordException(error)
  }

  #leave(): void {
    clearTimeout(this.#timer)
    this.#span?.end()
    this.#span = undefined
  }
}

function codeOf(error: unknown): string | undefined {
  const { code } = Object(error)
  return typeof code === 'string' ? code : undefined
}
