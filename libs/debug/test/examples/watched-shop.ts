import { createDebug } from '@tailspan/debug'
import { createReadiness, createTaskRegistry, runTogether, untilSignal } from '@tailspan/lifecycle'
import { createLog } from '@tailspan/telemetry'

const port = Number(process.argv[2] ?? 8001)
const log = createLog({ service: 'shop' })
const readiness = createReadiness()
const tasks = createTaskRegistry({ maxRunning: 100, maxQueued: 1_000, log })
const debug = createDebug({ port, readiness, tasks: [tasks], log })

const signals = untilSignal('SIGTERM', 'SIGINT')
const actors = [signals, ...debug.supervise([tasks.actor])]
process.exitCode = await runTogether(actors, { drainMs: 8_000, readiness, log })
