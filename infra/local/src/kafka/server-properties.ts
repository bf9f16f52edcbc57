/** A further address of the broker: clients connect through `advertisedPort`, behind which a proxy may sit. */
export type ExtraListener = {
  readonly name: string
  readonly port: number
  readonly advertisedPort: number
}

/** What differs between brokers. */
export type BrokerLayout = {
  readonly dataDir: string
  readonly port: number
  readonly controllerPort: number
  readonly extraListeners: readonly ExtraListener[]
}

/**
 * The settings of one broker that is its own controller, for one machine.
 *
 * shape: key=value lines of Kafka's server.properties
 */
export function toServerProperties(layout: BrokerLayout): string {
  const { port, controllerPort, extraListeners, dataDir } = layout
  const listeners = [
    { name: 'PLAINTEXT', port, advertisedPort: port },
    ...extraListeners.map((extra) => ({ ...extra, name: extra.name.toUpperCase() })),
  ]
  const controller = `CONTROLLER://127.0.0.1:${controllerPort}`
  return toLines({
    'process.roles': 'broker,controller',
    'node.id': 1,
    'controller.quorum.voters': `1@127.0.0.1:${controllerPort}`,
    'controller.listener.names': 'CONTROLLER',
    listeners: [...listeners.map((l) => `${l.name}://127.0.0.1:${l.port}`), controller].join(),
    'advertised.listeners': listeners
      .map((l) => `${l.name}://127.0.0.1:${l.advertisedPort}`)
      .join(),
    'listener.security.protocol.map': [...listeners, { name: 'CONTROLLER' }]
      .map((l) => `${l.name}:PLAINTEXT`)
      .join(),
    'log.dirs': dataDir,
    ...small,
    ...quick,
  })
}

/** One broker, one copy of everything, and no topic that nobody asked for. */
const small = {
  'offsets.topic.replication.factor': 1,
  'offsets.topic.num.partitions': 4,
  'transaction.state.log.replication.factor': 1,
  'transaction.state.log.num.partitions': 4,
  'transaction.state.log.min.isr': 1,
  'share.coordinator.state.topic.replication.factor': 1,
  'share.coordinator.state.topic.num.partitions': 1,
  'share.coordinator.state.topic.min.isr': 1,
  'auto.create.topics.enable': false,
  'log.segment.bytes': 67_108_864,
  'log.index.size.max.bytes': 1_048_576,
  'log.cleaner.dedupe.buffer.size': 4_194_304,
  'num.network.threads': 2,
  'num.io.threads': 4,
}

/**
 * The first group of consumers need not wait for others; a killed broker is soon let in again (2.5 s,
 * not 11); a test may ask for a session of a second, so that it need not wait six for one to expire.
 */
const quick = {
  'group.initial.rebalance.delay.ms': 0,
  'group.min.session.timeout.ms': 1_000,
  'broker.session.timeout.ms': 1_500,
  'broker.heartbeat.interval.ms': 300,
}

function toLines(settings: Readonly<Record<string, string | number | boolean>>): string {
  return Object.entries(settings)
    .map(([key, value]) => `${key}=${value}\n`)
    .join('')
}
