import {
  type Context,
  context,
  createContextKey,
  isSpanContextValid,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api'
import { LazyScope, type Scope } from '@tailspan/scope'
import { shuttingDown } from '../lifecycle-error.ts'
import { attributes, instrumentationName } from '../names.ts'
import { TaskTimeout } from './task-errors.ts'

/** The work: gets what the caller copied out of its request, and a scope of its own. */
export type TaskFunction<D> = (data: D, scope: Scope) => Promise<unknown>

/** `waiting` for its start hook, `queued` for others to end, `overdue` when late and still at work. */
export type TaskState = 'waiting' | 'queued' | 'running' | 'overdue'

/** How a task ended; the first outcome stands. */
export type TaskOutcome = 'completed' | 'failed' | 'timed-out' | 'abandoned'

/** Called with the outcome, once, and again when the function has really returned: true when it was waited for. */
export interface TaskWatcher {
  ended(task: Task, outcome: TaskOutcome, error?: unknown): void
  settled(task: Task): boolean
}

export type TaskParts = {
  data: unknown
  fn: TaskFunction<never>
  /** Detached: the trace and the baggage of the caller, nothing else. */
  context: Context
  timeoutMs: number
  traced: boolean
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
  readonly name: string
  readonly madeAt = performance.now()
  /** When it will have timed out, on the same clock. */
  dueAt = Number.POSITIVE_INFINITY
  state: TaskState = 'waiting'
  outcome: TaskOutcome | undefined
  /** Let go of when the task begins: there may be ten thousand of them. */
  #parts: TaskParts | undefined
  #scope: LazyScope | undefined
  #span: Span | undefined

  constructor(name: string, parts: TaskParts) {
    this.name = name
    this.#parts = parts
  }

  /** Absent when nobody traces. */
  get traceId(): string | undefined {
    const spanContext = trace.getSpanContext(this.context)
    return spanContext && isSpanContextValid(spanContext) ? spanContext.traceId : undefined
  }

  get begun(): boolean {
    return this.#scope !== undefined
  }

  /** The task's own context, with its span, once it has begun. */
  get context(): Context {
    return this.#scope?.context ?? this.#parts?.context ?? ROOT_CONTEXT
  }

  /** Starts the work. To be called outside every async context, or the request stays alive. */
  begin(watcher: TaskWatcher): void {
    if (!this.#parts) return
    const { fn, data, context: parent, timeoutMs, traced } = this.#parts
    this.#parts = undefined
    this.state = 'running'
    this.dueAt = performance.now() + timeoutMs
    if (traced) this.#span = tracer.startSpan(this.name, spanOptions, parent)
    const active = this.#span ? trace.setSpan(parent, this.#span) : parent
    const own = active.setValue(taskKey, this)
    this.#scope = new LazyScope(own, Date.now() + timeoutMs)
    const scope = this.#scope
    const work = called(() => context.with(own, fn, undefined, data as never, scope))
    this.#follow(work, watcher)
  }

  timeOut(watcher: TaskWatcher): void {
    const error = new TaskTimeout(this.name)
    this.state = 'overdue'
    this.dueAt = Number.POSITIVE_INFINITY
    this.#end(watcher, 'timed-out', error)
    this.#scope?.abort(error)
  }

  shutDown(): void {
    this.#scope?.abort(shuttingDown)
  }

  /** Gives the task up, begun or not. */
  abandon(watcher: TaskWatcher): void {
    this.#end(watcher, 'abandoned')
    this.#span?.end()
  }

  // Apart from `begin`, whose variables these two functions would keep as long as the task is pending.
  #follow(work: Promise<unknown>, watcher: TaskWatcher): void {
    void work.then(
      () => this.#settle(watcher, 'completed'),
      (error) => this.#settle(watcher, 'failed', error),
    )
  }

  #settle(watcher: TaskWatcher, outcome: TaskOutcome, error?: unknown): void {
    const isAbandoned = outcome === 'failed' && this.#scope?.reason === shuttingDown
    this.#end(watcher, isAbandoned ? 'abandoned' : outcome, isAbandoned ? undefined : error)
    if (watcher.settled(this)) this.#span?.end()
  }

  // The first outcome stands: what is late has timed out, whatever it does afterwards.
  #end(watcher: TaskWatcher, outcome: TaskOutcome, error?: unknown): void {
    if (this.outcome) return
    this.outcome = outcome
    if (outcome !== 'completed') this.#mark(outcome, error)
    watcher.ended(this, outcome, error)
  }

  #mark(outcome: TaskOutcome, error: unknown): void {
    this.#span?.setAttribute(attributes.errorType, codeOf(error) ?? outcome)
    this.#span?.setStatus({ code: SpanStatusCode.ERROR })
    if (error instanceof Error) this.#span?.recordException(error)
  }
}

// No async function around it: what that remembers would stay as long as the task is pending.
function called(fn: () => Promise<unknown>): Promise<unknown> {
  try {
    return Promise.resolve(fn())
  } catch (error) {
    return Promise.reject(error)
  }
}

function codeOf(error: unknown): string | undefined {
  const { code } = Object(error)
  return typeof code === 'string' ? code : undefined
}
