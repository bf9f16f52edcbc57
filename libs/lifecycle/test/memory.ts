// Run by retention.test.ts in a process of its own: `node --expose-gc memory.ts`.
// Prints how many bytes of heap one pending task takes, its span and its promise included.
import { context, ROOT_CONTEXT, trace } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import { TracerProvider } from '@opentelemetry/sdk-trace'
import { createTaskRegistry, type TaskFunction } from '@tailspan/lifecycle'
import { createScope } from '@tailspan/scope'

const taskCount = 10_000
context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())
trace.setGlobalTracerProvider(new TracerProvider())
const tracer = trace.getTracer('memory')
const tasks = createTaskRegistry({ maxRunning: taskCount * 2, maxQueued: 0 })
/** What the work waits for: somebody will call these, so nothing of it is garbage. */
const answers: ((value: unknown) => void)[] = []

const work: TaskFunction<number> = () => new Promise((resolve) => answers.push(resolve))

// The warm-up pays for what is paid once: compiled code, the first stack.
run(taskCount / 10)
const before = heapBytes()
run(taskCount)
const bytesPerTask = Math.round((heapBytes() - before) / taskCount)
const pending = tasks.pending().length
process.stdout.write(JSON.stringify({ bytesPerTask, pending, waiting: answers.length }))
process.exit(0)

function run(count: number): void {
  for (let index = 0; index < count; index++) {
    const scope = createScope({
      context: trace.setSpan(ROOT_CONTEXT, tracer.startSpan('POST /orders')),
    })
    tasks.run('publish', index, work, { scope })
  }
}

function heapBytes(): number {
  globalThis.gc?.()
  globalThis.gc?.()
  return process.memoryUsage().heapUsed
}
