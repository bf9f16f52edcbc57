import type { Broker } from '@tailspan/experiment'

const names: readonly Broker[] = ['kafka', 'kafka-2', 'kafka-3']

/** Which brokers there are. */
export function brokersOf(count: 1 | 3): readonly Broker[] {
  return names.slice(0, count)
}

/** Where containers reach a broker, and where a held link does: in front of the first one. */
export const insidePort = 19_092
export const linkPort = 29_092

/** The address of all brokers for containers. */
export function insideBrokers(count: 1 | 3): string {
  return brokersOf(count)
    .map((name) => `${name}:${insidePort}`)
    .join()
}

/** The settings of one broker: INSIDE for containers, LINK through the proxy, HOST for the tests. */
export function brokerEnv(name: Broker, count: 1 | 3, hostPort: number): Record<string, string> {
  const brokers = brokersOf(count)
  const copies = String(count)
  const inSync = count === 3 ? '2' : '1'
  return {
    KAFKA_NODE_ID: String(brokers.indexOf(name) + 1),
    KAFKA_PROCESS_ROLES: 'broker,controller',
    KAFKA_CONTROLLER_QUORUM_VOTERS: brokers.map((one, i) => `${i + 1}@${one}:9093`).join(),
    KAFKA_CONTROLLER_LISTENER_NAMES: 'CONTROLLER',
    KAFKA_INTER_BROKER_LISTENER_NAME: 'INSIDE',
    KAFKA_LISTENERS: `INSIDE://:${insidePort},LINK://:${linkPort},HOST://:9092,CONTROLLER://:9093`,
    KAFKA_ADVERTISED_LISTENERS: `INSIDE://${name}:${insidePort},LINK://toxiproxy:${linkPort},HOST://127.0.0.1:${hostPort}`,
    KAFKA_LISTENER_SECURITY_PROTOCOL_MAP: ['INSIDE', 'LINK', 'HOST', 'CONTROLLER']
      .map((listener) => `${listener}:PLAINTEXT`)
      .join(),
    KAFKA_DEFAULT_REPLICATION_FACTOR: copies,
    KAFKA_MIN_INSYNC_REPLICAS: inSync,
    KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR: copies,
    KAFKA_OFFSETS_TOPIC_NUM_PARTITIONS: '4',
    KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR: copies,
    KAFKA_TRANSACTION_STATE_LOG_MIN_ISR: inSync,
    KAFKA_SHARE_COORDINATOR_STATE_TOPIC_REPLICATION_FACTOR: copies,
    KAFKA_SHARE_COORDINATOR_STATE_TOPIC_MIN_ISR: inSync,
    KAFKA_AUTO_CREATE_TOPICS_ENABLE: 'false',
    KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS: '0',
    KAFKA_GROUP_MIN_SESSION_TIMEOUT_MS: '1000',
    KAFKA_BROKER_SESSION_TIMEOUT_MS: '1500',
    KAFKA_BROKER_HEARTBEAT_INTERVAL_MS: '300',
    KAFKA_LOG_DIRS: '/var/lib/kafka/data',
    KAFKA_HEAP_OPTS: '-Xms64m -Xmx256m',
  }
}
