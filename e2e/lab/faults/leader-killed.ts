import { setTimeout as delay } from 'node:timers/promises'
import { readLeaders } from '@tailspan/testkit'
import type { Broker } from '../rig/rig.ts'
import type { Fault } from './fault.ts'

const awayMs = 5_000

export const leaderKilled: Fault = {
  name: 'leader-killed',
  says: 'of three brokers the leader of a partition is killed while orders come, and comes back after five seconds',
  topology: 'three-brokers',
  async run({ rig, clients, count, over }) {
    const half = Math.ceil(count / 2)
    await clients.place(half)
    const leaders = await readLeaders({ brokers: rig.where.brokers, topic: 'orders' })
    const leader = brokerOf(leaders.get(0))
    const placing = clients.place(count - half)
    await rig.kill(leader)
    await Promise.all([placing, delay(awayMs)])
    await rig.start(leader)
    over()
  },
}

function brokerOf(id = 1): Broker {
  return id === 2 || id === 3 ? `kafka-${id}` : 'kafka'
}
