import type { Log } from '@tailspan/telemetry'
import kafkajs from 'kafkajs'
import type { Cluster, ConfigsResponse } from '../client/kafkajs/cluster.ts'
import { kafkaError } from '../faults/kafka-errors.ts'
import { keepAnswer } from './describe-topics.ts'
import type { TopicSpec } from './topic-spec.ts'

type Needs = { readonly cluster: Cluster; readonly log: Log }
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
  const refusals = await setAll(differences, needs.cluster)
  for (const difference of differences) {
    const reason = refusals.get(difference.topic)
    if (reason === undefined) needs.log.warn('kafka.setting-corrected', difference)
    else {
      const fields = { ...difference, operation: 'ALTER_CONFIGS', reason }
      needs.log.warn('kafka.setting-differs', fields)
    }
  }
}

const type = kafkajs.ConfigResourceTypes.TOPIC

async function findDifferences(
  specs: readonly TopicSpec[],
  { cluster, log }: Needs,
): Promise<Difference[]> {
  const named = specs.filter(({ settings = {} }) => Object.keys(settings).length > 0)
  if (named.length === 0) return []
  const resources = named.map(({ topic, settings = {} }) => {
    return { type, name: topic, configNames: Object.keys(settings) }
  })
  const broker = await cluster.brokerPool.findConnectedBroker()
  const answer = await keepAnswer(broker.describeConfigs({ resources, includeSynonyms: false }))
  for (const one of answer.resources)
    if (one.errorCode !== 0) {
      const fields = { topic: one.resourceName, operation: 'DESCRIBE_CONFIGS' }
      log.info('kafka.settings-unchecked', { ...fields, reason: reasonOf(one) })
    }
  return named.flatMap((spec) => differencesOf(spec, answer))
}

function differencesOf({ topic, settings = {} }: TopicSpec, answer: ConfigsResponse): Difference[] {
  const entries = answer.resources.find(({ resourceName }) => resourceName === topic)?.configEntries
  return Object.entries(settings).flatMap(([setting, wanted]) => {
    const actual = entries?.find(({ configName }) => configName === setting)?.configValue
    const differs = actual !== undefined && actual !== wanted
    return differs ? [{ topic, setting, wanted, actual }] : []
  })
}

/** Why it was not done, by topic. */
async function setAll(
  differences: readonly Difference[],
  cluster: Cluster,
): Promise<ReadonlyMap<string, string>> {
  const byTopic = Map.groupBy(differences, ({ topic }) => topic)
  const resources = [...byTopic].map(([name, some]) => {
    return {
      ...{ type, name },
      configEntries: some.map(({ setting, wanted }) => ({ name: setting, value: wanted })),
    }
  })
  const broker = await cluster.brokerPool.findConnectedBroker()
  try {
    const request = broker.incrementalAlterConfigs({ resources })
    const answer = await keepAnswer(request)
    const refused = answer.resources.filter(({ errorCode }) => errorCode !== 0)
    return new Map(refused.map((one) => [one.resourceName, reasonOf(one)]))
  } catch (error) {
    // A broker before 2.3: the older request would wipe all other settings.
    if ((error as Error).name !== 'KafkaJSServerDoesNotSupportApiKey') throw error
    return new Map([...byTopic.keys()].map((topic) => [topic, (error as Error).message]))
  }
}

function reasonOf(one: { readonly errorCode: number; readonly errorMessage: string | null }) {
  const name = `${kafkaError(one.errorCode).name} (${one.errorCode})`
  return one.errorMessage ? `${name}: ${one.errorMessage}` : name
}
