import { eventually } from '../eventually.ts'
import { startTcpProxy, type TcpProxy, type TcpProxyOptions } from '../tcp/tcp-proxy.ts'
import type { Infrastructure, KafkaDoor } from './infrastructure.ts'

type Changing = Pick<TcpProxyOptions, 'change'>
type LinkOptions = Changing & { readonly timeoutMs?: number }

/**
 * Puts a proxy of one's own between Kafka and the clients that get its address as broker.
 *
 * shape:   clients that start from `address` stay on it: the broker advertises it to them
 * units:   timeoutMs, how long to wait for a door that no other test uses
 * repeats: as many at a time as the infrastructure has doors, over all test files together
 */
export async function startKafkaLink(
  { kafkaDoors }: Pick<Infrastructure, 'kafkaDoors'>,
  { timeoutMs = 60_000, ...how }: LinkOptions = {},
): Promise<TcpProxy> {
  const findDoor = async () => {
    for (const door of kafkaDoors) {
      const proxy = await tryDoor(door, how)
      if (proxy) return proxy
    }
    return false
  }
  return eventually(findDoor, { timeoutMs, intervalMs: 50 })
}

/** Listening is the claim: no two test files can hold the same port. */
async function tryDoor(door: KafkaDoor, how: Changing): Promise<TcpProxy | undefined> {
  const { listenerPort: port, advertisedPort } = door
  try {
    return await startTcpProxy({ target: { port }, port: advertisedPort, ...how })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') return undefined
    throw error
  }
}
