// A process with telemetry, as services are started; prints its own /metrics.
import { createReadiness } from '@tailspan/lifecycle'
import { meter } from '@tailspan/telemetry'
import { createDebug } from '../src/index.ts'

const { actor, port } = createDebug({ port: 0, readiness: createReadiness() })
const { signal } = new AbortController()
await actor.start?.(signal)
meter.createCounter('tailspan.test.orders').add(7)
const answer = await fetch(`http://127.0.0.1:${port()}/metrics`)
process.stdout.write(await answer.text())
await actor.stop?.(signal, 100)
