import type { DeadLetter, DeadLetters } from '@tailspan/kafka'
import { CannotDo } from '../cannot-do.ts'
import type { Settings } from '../config.ts'
import type { Outboxes, Parked } from './outboxes.ts'

/** What this program works with. */
export type Sources = {
  readonly deadLetters: DeadLetters
  readonly outboxes: Outboxes
  readonly settings: Settings
}

/** All dead letters and parked rows that could be read; `troubles` says in sentences what could not. */
export type Failures = {
  readonly letters: readonly DeadLetter[]
  readonly foreignCount: number
  readonly parked: readonly Parked[]
  readonly troubles: readonly Error[]
}

/** Asks Kafka and the databases at the same time; one that is away does not hide the other. */
export async function askAll(sources: Sources): Promise<Failures> {
  const [inKafka, inOutboxes] = await Promise.allSettled([
    sources.deadLetters.list(),
    askOutboxes(sources),
  ])
  const troubles = [inKafka, inOutboxes].flatMap((one) =>
    one.status === 'rejected' ? [toSentence(one.reason)] : [],
  )
  const { letters, foreignCount } = settled(inKafka) ?? { letters: [], foreignCount: 0 }
  return { letters, foreignCount, parked: settled(inOutboxes) ?? [], troubles }
}

async function askOutboxes({ outboxes, settings }: Sources): Promise<Parked[]> {
  if (settings.databaseUrls.length > 0) return outboxes.list()
  throw new CannotDo(
    'database-unknown',
    `There is no local database in ${settings.state}: start the system (npm start) or set DATABASE_URL.`,
    { kind: 'unavailable' },
  )
}

function settled<T>(one: PromiseSettledResult<T>): T | undefined {
  return one.status === 'fulfilled' ? one.value : undefined
}

const advice: Readonly<Record<string, string>> = {
  'brokers-unavailable': 'start the system (npm start) or set KAFKA_BROKERS',
  'database-unavailable': 'start the system (npm start) or set DATABASE_URL',
}

function toSentence(reason: Error & { readonly code?: string }): Error {
  const more = advice[reason.code ?? '']
  if (!more) return reason
  return new CannotDo(reason.code ?? '', `${reason.message}; ${more}.`, {
    kind: 'unavailable',
    cause: reason,
  })
}
