import type { Kafka } from '../client/kafka.ts'
import type {
  AdminConnections,
  SettingsAnswer,
  TopicAnswer,
} from '../client/port/admin-connections.ts'
import { kafkaError } from '../faults/kafka-errors.ts'
import type { TopicSpec } from './topic-spec.ts'

type Needs = { readonly brokers: AdminConnections; readonly kafka: Kafka }
type Difference = {
  readonly topic: string
  readonly setting: string
  readonly wanted: string
  readonly actual: string
}

/**
 * Sets those settings of topics that a spec names and that differ; all others stay as they are.
 *
 * shape: where the principal may not look or change, that is said, and the start goes on
 */
export async function correctSettings(specs: readonly TopicSpec[], needs: Needs): Promise<void> {
  const differences = await findDifferences(specs, needs)
  if (differences.length === 0) return
  const refusals = await setAll(differences, needs)
  const { log } = needs.kafka
  for (const difference of differences) {
    const reason = refusals.get(difference.topic)
    if (reason === undefined) log.warn('kafka.setting-corrected', difference)
    else {
      const fields = { ...difference, operation: 'ALTER_CONFIGS', reason }
      log.warn('kafka.setting-differs', fields)
    }
  }
}

async function findDifferences(
  specs: readonly TopicSpec[],
  { brokers, kafka }: Needs,
): Promise<Difference[]> {
  const named = specs.filter(({ settings = {} }) => Object.keys(settings).length > 0)
  if (named.length === 0) return []
  const answers = await brokers.describeSettings(
    named.map(({ topic, settings = {} }) => ({ topic, names: Object.keys(settings) })),
  )
  for (const one of answers)
    if (one.errorCode !== 0) {
      const fields = { topic: one.topic, operation: 'DESCRIBE_CONFIGS' }
      kafka.log.info('kafka.settings-unchecked', { ...fields, reason: reasonOf(one) })
    }
  return named.flatMap((spec) => differencesOf(spec, answers))
}

function differencesOf(
  { topic, settings = {} }: TopicSpec,
  answers: readonly SettingsAnswer[],
): Difference[] {
  const answered = answers.find((one) => one.topic === topic)?.settings
  return Object.entries(settings).flatMap(([setting, wanted]) => {
    const actual = answered?.find(({ name }) => name === setting)?.value
    const differs = actual !== undefined && actual !== wanted
    return differs ? [{ topic, setting, wanted, actual }] : []
  })
}

/** Why it was not done, by topic. */
async function setAll(
  differences: readonly Difference[],
  { brokers, kafka }: Needs,
): Promise<ReadonlyMap<string, string>> {
  const byTopic = Map.groupBy(differences, ({ topic }) => topic)
  const changes = [...byTopic].map(([topic, some]) => {
    return {
      topic,
      settings: some.map(({ setting, wanted }) => ({ name: setting, value: wanted })),
    }
  })
  try {
    const answers = await brokers.changeSettings(changes)
    const refused = answers.filter(({ errorCode }) => errorCode !== 0)
    return new Map(refused.map((one) => [one.topic, reasonOf(one)]))
  } catch (error) {
    // A broker before 2.3: the older request would wipe all other settings.
    if (!kafka.client.faultOf(error).isUnsupported) throw error
    return new Map([...byTopic.keys()].map((topic) => [topic, (error as Error).message]))
  }
}

function reasonOf({ errorCode, errorMessage }: TopicAnswer): string {
  const name = `${kafkaError(errorCode).name} (${errorCode})`
  return errorMessage ? `${name}: ${errorMessage}` : name
}
