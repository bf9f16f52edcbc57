import { setTimeout as pause } from 'node:timers/promises'
import { chooseFreePorts, startSystem } from '@tailspan/local'
import { type ServiceName, serviceNames } from '@tailspan/manifest'
import { type Memory, readMemory } from '../measure/processes.ts'
import { placeOrders } from '../stage/load.ts'

/** What each service holds after some load, and how long it takes to end when it has nothing to do. */
export type Stay = {
  readonly memory: Readonly<Record<ServiceName, Memory>>
  readonly stopMs: Readonly<Record<ServiceName, number>>
}

const ratePerSecond = 50
const idleMs = 3_000

/** Runs the whole system under a little load, lets it rest, and stops its services one by one. */
export async function stayAndStop(state: string, seconds: number): Promise<Stay> {
  const ports = await chooseFreePorts()
  await using system = await startSystem({ state, ports })
  const urls = [`http://127.0.0.1:${ports.order}`]
  await placeOrders({ urls, seconds, pace: { ratePerSecond } })
  await pause(idleMs)
  const ofEach = async <T>(read: (name: ServiceName) => Promise<T>) => {
    const found: [ServiceName, T][] = []
    for (const name of serviceNames) found.push([name, await read(name)])
    return Object.fromEntries(found) as Record<ServiceName, T>
  }
  const memory = await ofEach((name) => readMemory(system.part(name)?.process.pid ?? 0))
  const stopMs = await ofEach(async (name) => {
    const askedAtMs = performance.now()
    // SIGTERM, and its end.
    await system.halt(name, 'stop')
    return performance.now() - askedAtMs
  })
  return { memory, stopMs }
}
