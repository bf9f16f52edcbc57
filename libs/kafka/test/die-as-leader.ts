import { createRequire } from 'node:module'
import { infrastructure } from '@tailspan/testkit'

const require = createRequire(import.meta.url)
const Cluster = require('kafkajs/src/cluster')
const createSocketFactory = require('kafkajs/src/network/socketFactory')
const { roundRobin } = require('kafkajs').PartitionAssigners

const silent = { debug() {}, info() {}, warn() {}, error() {} }

type Leader = { readonly groupId: string; readonly topic: string; readonly sessionMs: number }

/**
 * Joins a group as its leader and waits for one more member; then the leader is gone, without a word about
 * who gets which partition.
 */
export async function dieAsLeader({ groupId, topic, sessionMs }: Leader) {
  const cluster = new Cluster({
    logger: { namespace: () => silent },
    socketFactory: createSocketFactory(),
    brokers: infrastructure().brokers.split(','),
    clientId: 'dying leader',
  })
  await cluster.connect()
  const coordinator = await cluster.findGroupCoordinator({ groupId })
  const groupProtocols = [roundRobin({ cluster }).protocol({ topics: [topic] })]
  const join = (memberId: string) => {
    const times = { sessionTimeout: sessionMs, rebalanceTimeout: 60_000 }
    return coordinator.joinGroup({ groupId, memberId, ...times, groupProtocols })
  }
  const { memberId } = await join('')
  return {
    async untilDead(): Promise<void> {
      // Who joins anew lives: the session begins when the last answer is here.
      while ((await join(memberId)).members.length < 2);
      await cluster.disconnect()
    },
  }
}
