import type { Cluster } from './cluster.ts'
import { findCause } from './fault-of.ts'

type BrokerError = Error & {
  readonly host?: string
  readonly port?: number
  readonly broker?: string
}

/**
 * Forgets a broker that does not answer, or whose connection is closed, and asks anew where everything is.
 *
 * shape: kafkajs leaves it in place after a request timeout, so that nobody learns that another one leads by now
 */
export async function heal(cluster: Cluster, error: unknown): Promise<void> {
  dropBroker(cluster, error)
  try {
    await cluster.refreshMetadata()
  } catch (failed) {
    // The one that was asked is perhaps frozen, too.
    dropBroker(cluster, failed)
  }
}

const silentNames = ['KafkaJSConnectionClosedError', 'KafkaJSRequestTimeoutError']

function dropBroker(cluster: Cluster, error: unknown): void {
  const found: BrokerError | undefined = findCause(error, silentNames)
  const address = found && addressOf(found)
  if (!address) return
  // Not awaited: to close its connection may take as long as it is frozen.
  cluster
    .removeBroker(address)
    ?.disconnect()
    .catch(() => {})
}

function addressOf({ host, port, broker }: BrokerError) {
  if (host !== undefined && port !== undefined) return { host, port }
  if (!broker) return undefined
  const colon = broker.lastIndexOf(':')
  return { host: broker.slice(0, colon), port: Number(broker.slice(colon + 1)) }
}
