import { eventually } from '../eventually.ts'
import { createEntrance } from '../tcp/tcp-entrance.ts'
import { startTcpProxy, type TcpProxy, type TcpProxyOptions } from '../tcp/tcp-proxy.ts'
import type { Infrastructure, KafkaDoor } from './infrastructure.ts'

type Changing = Pick<TcpProxyOptions, 'change'>
type LinkOptions = Changing & { readonly timeoutMs?: number }

/**
 * Puts a proxy of one's own between Kafka and the clients that get its address as broker.
 *
 * shape:   clients that start from `address` stay on it: the broker advertises it to them
 * units:   timeoutMs, how long to wait for a door that no other test uses
 * repeats: as many at a time as the infrastructure has doors, over all test files together; a link that refuses keeps its
 *          door, one that is closed does not
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

/** Listening is the claim: no two test files can hold the same port, and it ends with its process. */
async function tryDoor(door: KafkaDoor, how: Changing): Promise<TcpProxy | undefined> {
  const { listenerPort, advertisedPort: port, claimPort } = door
  const claim = createEntrance((client) => client.destroy())
  if (!(await unlessInUse(claim.open(claimPort)))) return undefined
  const proxy = await unlessInUse(startTcpProxy({ target: { port: listenerPort }, port, ...how }))
  const close = async () => {
    await proxy?.close()
    await claim.close()
  }
  if (proxy) return { ...proxy, close, [Symbol.asyncDispose]: close }
  await close()
  return undefined
}

async function unlessInUse<T>(listening: Promise<T>): Promise<T | undefined> {
  try {
    return await listening
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') return undefined
    throw error
  }
}
