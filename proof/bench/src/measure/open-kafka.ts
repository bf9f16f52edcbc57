import { createKafka, type GroupProtocolName, type Kafka } from '@tailspan/kafka'
import type { Log } from '@tailspan/telemetry'
import { toClientName } from './chosen-client.ts'

/** As a program under measurement is told it: both are arguments. */
type Place = {
  readonly brokers: string
  readonly client: string
  readonly groupProtocol?: GroupProtocolName
  readonly log: Log
}

/** The client that was chosen, as a service opens it. */
export async function openKafka({ brokers, client, ...options }: Place): Promise<Kafka> {
  return createKafka({
    brokers: brokers.split(','),
    clientId: 'bench',
    ...options,
    client: toClientName(client),
  })
}
