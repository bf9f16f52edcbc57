/** What each fault does, in the order of the table, the control first; read where no fault can be brought about, too. */
const words = {
  calm: 'nothing happens: the control',
  'client-closes':
    'every client closes its connection as soon as its order is stored, the link to Kafka held',
  'tcp-reset': 'the same with a reset of the TCP connection',
  'http2-reset': 'the same with a reset of the HTTP/2 stream, before the answer could be sent',
  'slow-kafka': 'every answer is written while the link to Kafka is held',
  sigterm:
    'SIGTERM of the order service while the link to Kafka is held, for five seconds more, or until it has ended',
  sigkill: 'SIGKILL of the order service while the link to Kafka is held: between commit and send',
  'relay-killed':
    'SIGKILL of the order service with the link held, then of its successor while Kafka has the batch and no answer arrives',
  'broker-5s':
    'the broker is stopped for five seconds, inventory in the middle of a handler; half of the orders are placed meanwhile',
  'broker-15s': 'the same for fifteen seconds: longer than kafkajs tries by default',
  'broker-gone':
    'the broker is away while the order service restarts, orders come before and after the restart',
  'postgres-restart':
    'PostgreSQL is stopped for three seconds while inventory is in the middle of a handler',
  'postgres-read-only':
    'PostgreSQL takes no writes for six seconds, as after a failover; inventory is in the middle of a handler',
  'host-vanishes':
    'the host of the order service loses its network without FIN or RST, orders stored and not sent; a second instance runs elsewhere',
  'consumer-killed': 'SIGKILL of inventory and notification in the middle of a handler',
  rebalance:
    'inventory stands still in the middle of a handler, a second one takes its partitions, then the first goes on',
  poison: 'records that are no JSON lie among the orders, and orders that inventory can never take',
  'smtp-refuses':
    'the mail server refuses one address with 450 until its mails are dead letters, and another one for a while',
  'leader-killed':
    'of three brokers the one that leads a partition and keeps the offsets of inventory is killed for five seconds while orders come, inventory in the middle of a handler',
} as const

export type FaultName = keyof typeof words

/** A fault by its name, as it is told. */
export function inWords(name: FaultName): { readonly name: FaultName; readonly says: string } {
  return { name, says: words[name] }
}

/** Those that are over within half a minute and need nothing but the usual system. */
const comparable: readonly FaultName[] = [
  'calm',
  'client-closes',
  'tcp-reset',
  'slow-kafka',
  'sigterm',
  'sigkill',
  'consumer-killed',
  'broker-5s',
]

/** The faults under which strategies can be compared on a running system. */
export const comparableFaults = comparable.map(inWords)
