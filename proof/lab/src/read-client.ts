import type { Settings } from '@tailspan/experiment'

const clients = ['kafkajs', 'platformatic']

/** `--client`: what the services run on; left out, it is as the shell or the default has it. */
export function readClient(name: string | undefined): Settings {
  if (name === undefined) return {}
  if (clients.includes(name)) return { KAFKA_CLIENT: name }
  throw new Error(`--client takes ${clients.join(' or ')}, not "${name}".`)
}
