import { kafkaSettings } from '@tailspan/config'
import type { ClientName } from '@tailspan/kafka'

/** What `--client` has named, as a program under measurement is told it; a name that is none ends the program. */
export function toClientName(text: string): ClientName {
  return kafkaSettings.kafkaClient.parse(text)
}

/** What services are told, so that they run on this client. */
export function toClientEnv(client: ClientName): Readonly<Record<string, string>> {
  return { KAFKA_CLIENT: client }
}
