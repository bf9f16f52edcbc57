import type { Address, Wire } from './wire.ts'

type Node = Address & { readonly nodeId: number }

/** Asks any broker which one keeps a group. */
export async function findCoordinator(wire: Wire, groupId: string): Promise<readonly Node[]> {
  const request = { name: 'FindCoordinator', args: [0, [groupId]] }
  const { coordinators } = await wire.askAny<{ coordinators: readonly Node[] }>(request)
  return coordinators
}
