import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findFreePorts, type Kafka, prepareKafka, startKafka } from '@tailspan/local'

/** Three brokers that keep three copies of everything, of which two must be there. */
export type KafkaCluster = AsyncDisposable & {
  /** As in KAFKA_BROKERS. */
  readonly brokers: string
  /** Stops a broker, by its node id, as it is: its connections stay, and nobody answers. Thaw it before the end. */
  freeze(node: number): void
  thaw(node: number): void
}

/**
 * Starts a cluster of one's own; 0.7 GB of memory.
 *
 * errors:  those of @tailspan/local; what had started is stopped again
 * repeats: several may run at once
 */
export async function startKafkaCluster(): Promise<KafkaCluster> {
  await using undo = new AsyncDisposableStack()
  const runtime = await prepareKafka()
  const dir = await mkdtemp(join(tmpdir(), 'tailspan-cluster-'))
  undo.defer(() => rm(dir, { recursive: true, force: true }))
  const controllerPorts = await findFreePorts(3)
  const clusterId = randomBytes(16).toString('base64url')
  const startNode = async (controllerPort: number, index: number) => {
    const node = { id: index + 1, controllerPorts, clusterId }
    const place = { dir: join(dir, String(node.id)), controllerPort, node }
    // A quorum that goes away one by one takes its time, and nobody wants its data any more.
    return undo.adopt(await startKafka({ runtime, ...place }), (kafka) =>
      kafka.kill().then(() => {}),
    )
  }
  const nodes = await Promise.all(controllerPorts.map(startNode))
  const running = undo.move()
  return {
    brokers: nodes.map(({ brokers }) => brokers).join(),
    freeze: (node) => signal(nodes, node, 'SIGSTOP'),
    thaw: (node) => signal(nodes, node, 'SIGCONT'),
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  }
}

function signal(nodes: readonly Kafka[], id: number, name: NodeJS.Signals): void {
  const node = nodes[id - 1]
  if (!node) throw new Error(`there is no broker ${id}`)
  process.kill(node.pid, name)
}
