/** A further address of the broker: clients connect through `advertisedPort`, behind which a proxy may sit. */
export type ExtraListener = {
  readonly name: string
  readonly port: number
  readonly advertisedPort: number
  /** 127.0.0.1 unless given; an IPv6 address in brackets. */
  readonly host?: string
  /** PLAINTEXT unless given; what TLS and SASL need besides goes into `settings` of the broker. */
  readonly protocol?: 'PLAINTEXT' | 'SSL' | 'SASL_PLAINTEXT' | 'SASL_SSL'
}

/** A broker's place in a cluster. Every one is also a controller. */
export type ClusterNode = {
  /** 1 for the first. */
  readonly id: number
  /** Of all nodes, the first one first. */
  readonly controllerPorts: readonly number[]
  /** 22 characters, the same for all. */
  readonly clusterId: string
}

/** What differs between brokers. */
export type BrokerLayout = {
  /** Alone unless given. */
  readonly node?: ClusterNode | undefined
  /** As the broker finds it from its working folder. */
  readonly dataDir: string
  readonly port: number
  readonly controllerPort: number
  readonly extraListeners: readonly ExtraListener[]
  /** Further lines, which win over ours. */
  readonly settings?: Readonly<Record<string, string>>
}

/**
 * The settings of one broker that is a controller as well, for one machine.
 *
 * shape: key=value lines of Kafka's server.properties
 */
export function toServerProperties(layout: BrokerLayout): string {
  const { port, controllerPort, extraListeners, dataDir, node, settings } = layout
  const { id = 1, controllerPorts = [controllerPort] } = node ?? {}
  const protocol = 'PLAINTEXT'
  const loopback = '127.0.0.1'
  const listeners = [
    { name: 'PLAINTEXT', host: loopback, port, advertisedPort: port, protocol },
    ...extraListeners.map((extra) => ({
      protocol,
      host: loopback,
      ...extra,
      name: extra.name.toUpperCase(),
    })),
  ]
  const controller = `CONTROLLER://127.0.0.1:${controllerPort}`
  return toLines({
    'process.roles': 'broker,controller',
    'node.id': id,
    'controller.quorum.voters': controllerPorts.map((p, i) => `${i + 1}@127.0.0.1:${p}`).join(),
    'controller.listener.names': 'CONTROLLER',
    listeners: [...listeners.map((l) => `${l.name}://${l.host}:${l.port}`), controller].join(),
    'advertised.listeners': listeners
      .map((l) => `${l.name}://${l.host}:${l.advertisedPort}`)
      .join(),
    'listener.security.protocol.map': [...listeners, { name: 'CONTROLLER', protocol }]
      .map((l) => `${l.name}:${l.protocol}`)
      .join(),
    'log.dirs': dataDir,
    ...copies(controllerPorts.length),
    ...small,
    ...quick,
    ...settings,
  })
}

/** As many copies as brokers; one of three may be away. */
function copies(count: number) {
  const needed = Math.max(count - 1, 1)
  return {
    'default.replication.factor': count,
    'min.insync.replicas': needed,
    'offsets.topic.replication.factor': count,
    'transaction.state.log.replication.factor': count,
    'transaction.state.log.min.isr': needed,
    'share.coordinator.state.topic.replication.factor': count,
    'share.coordinator.state.topic.min.isr': needed,
  }
}

/** Few partitions, and no topic that nobody asked for. */
const small = {
  'offsets.topic.num.partitions': 4,
  'transaction.state.log.num.partitions': 4,
  'share.coordinator.state.topic.num.partitions': 1,
  'auto.create.topics.enable': false,
  'log.segment.bytes': 67_108_864,
  'log.index.size.max.bytes': 1_048_576,
  'log.cleaner.dedupe.buffer.size': 4_194_304,
  'num.network.threads': 2,
  'num.io.threads': 4,
}

/** With KAFKA_GROUP_PROTOCOL=consumer these are the broker's: as long as a service's own are with the other protocol. */
const groupsOfBroker = {
  'group.consumer.min.session.timeout.ms': 1_000,
  'group.consumer.session.timeout.ms': 10_000,
}

/**
 * The first group of consumers need not wait for others; a killed broker is soon let in again (2.5 s,
 * not 11); a test may ask for a session of a second, so that it need not wait six for one to expire.
 */
const quick = {
  'group.initial.rebalance.delay.ms': 0,
  'group.min.session.timeout.ms': 1_000,
  ...groupsOfBroker,
  'broker.session.timeout.ms': 1_500,
  'broker.heartbeat.interval.ms': 300,
}

function toLines(settings: Readonly<Record<string, string | number | boolean>>): string {
  return Object.entries(settings)
    .map(([key, value]) => `${key}=${escapeValue(String(value))}\n`)
    .join('')
}

/** As java.util.Properties reads a file: Latin-1, with a backslash before what stands for something else. */
function escapeValue(value: string): string {
  return value
    .replaceAll('\\', '\\\\')
    .replace(/^ /, '\\ ')
    .replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
