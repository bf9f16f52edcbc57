import { findFreePorts } from '../free-ports.ts'
import type { ExtraListener } from '../kafka/server-properties.ts'

const name = 'HELD'

/**
 * A further address of the broker that advertises a port of which nobody listens yet: for a link that can be held.
 * A broker learns its addresses at its start only.
 */
export async function chooseDoor(): Promise<ExtraListener> {
  const [port = 0, advertisedPort = 0] = await findFreePorts(2)
  return { name, port, advertisedPort }
}

/** That address among those of a broker. */
export function findDoor(listeners: readonly ExtraListener[]): ExtraListener | undefined {
  return listeners.find((one) => one.name === name)
}
