import { kafkaSettings } from '@tailspan/config'
import type { ClientName } from '@tailspan/kafka'
import { entries } from './entries.ts'
import type { Entry } from './entry.ts'

/** `--client`: named also where nothing is said, so that every result says it, whatever the shell has. */
export function readClient(client: string | undefined, chosen: readonly Entry[]): ClientName {
  const { parse, fallback } = kafkaSettings.kafkaClient
  if (client === undefined) return parse(fallback)
  if (!chosen.every(({ takesClient }) => takesClient)) {
    const names = entries.flatMap(({ name, takesClient }) => (takesClient ? [name] : []))
    throw new Error(`--client is for ${names.join(', ')}: name some of them with --only.`)
  }
  try {
    return parse(client)
  } catch (cause) {
    const wrong = cause instanceof Error ? cause.message : cause
    throw new Error(`--client ${wrong}, not "${client}".`, { cause })
  }
}
