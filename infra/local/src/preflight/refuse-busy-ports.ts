import { CannotStart } from '../cannot-start.ts'
import { answers, canListen } from '../free-ports.ts'
import { localPortNames, type PortName, type Ports, portHolder, portSetting } from '../ports.ts'
import { findPortUser } from './port-user.ts'

/**
 * Refuses when somebody listens on a port that the system needs, or two parts of it want the same; names the first one.
 *
 * errors: port-taken
 */
export async function refuseBusyPorts(
  ports: Ports,
  needed: readonly PortName[] = localPortNames,
): Promise<void> {
  refuseSharedPorts(ports, needed)
  const busy = await Promise.all(needed.map((name) => isBusy(ports[name])))
  const taken = needed.find((_, i) => busy[i])
  if (taken) throw await portTaken(taken, ports[taken])
}

function refuseSharedPorts(ports: Ports, needed: readonly PortName[]): void {
  const holders = Map.groupBy(needed, (name) => ports[name])
  for (const [port, [one, other]] of holders) if (one && other) throw portShared(port, [one, other])
}

function portShared(port: number, names: [PortName, PortName]): CannotStart {
  const [one, other] = names.map(portHolder)
  const settings = names.map(portSetting).join(' or ')
  return new CannotStart(
    'port-taken',
    `Port ${port} is wanted by both ${one} and ${other}: set ${settings} to another port.`,
  )
}

/** Some systems let a second server listen on one address of a port that is held for all: so ask, too. */
async function isBusy(port: number): Promise<boolean> {
  return !(await canListen(port)) || (await answers(port))
}

async function portTaken(name: PortName, port: number): Promise<CannotStart> {
  const user = await findPortUser(port)
  return new CannotStart(
    'port-taken',
    `Port ${port} of ${portHolder(name)} is taken${user ? ` by ${user}` : ''}: stop that, or set ${portSetting(name)} to another port, or move all ports with another TAILSPAN_PORT_OFFSET.`,
  )
}
