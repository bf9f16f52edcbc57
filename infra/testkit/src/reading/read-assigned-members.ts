import type { Connection } from '@platformatic/kafka'

type Address = { readonly host: string; readonly port: number }

const groupNotFound = 69

/**
 * Who is in a group whose partitions the broker gives out; other clients' requests know nothing of those.
 *
 * shape: the ids of its members once each of them has what it is meant to have; none before, and of other groups
 */
export async function readAssignedMembers(brokers: string, groupId: string): Promise<string[]> {
  // Nobody else needs it, and to load it takes a second.
  const kafka = await import('@platformatic/kafka')
  const [first = ''] = brokers.split(',')
  const url = new URL(`kafka://${first}`)
  const open = async <T>({ host, port }: Address, ask: (to: Connection) => Promise<T>) => {
    const connection = new kafka.Connection('testkit')
    connection.on('error', () => {})
    try {
      await connection.connect(host, port)
      return await ask(connection)
    } finally {
      await connection.close()
    }
  }
  const found = await open({ host: url.hostname, port: Number(url.port) }, (to) =>
    kafka.findCoordinatorV6.api.async(to, 0, [groupId]),
  )
  const [coordinator] = found.coordinators
  if (!coordinator || coordinator.errorCode) return []
  try {
    const { groups } = await open(coordinator, (to) =>
      kafka.consumerGroupDescribeV0.api.async(to, [groupId], false),
    )
    const [group] = groups
    return group?.groupState === 'Stable' ? group.members.map(({ memberId }) => memberId) : []
  } catch (error) {
    const all: readonly { apiCode?: number }[] = error instanceof AggregateError ? error.errors : []
    if (all.some(({ apiCode }) => apiCode === groupNotFound)) return []
    throw error
  }
}
