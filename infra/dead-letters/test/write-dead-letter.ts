import {
  createKafka,
  createProducer,
  createTopics,
  deadLetterTopic,
  restoreMessage,
} from '@tailspan/kafka'
import { rootScope } from '@tailspan/scope'
import { infrastructure, uniqueId } from '@tailspan/testkit'
import { silentLog } from '../src/failures/silent-log.ts'

type Written = { readonly topic: string; readonly groupId: string; readonly value: string }

export function openKafka() {
  const brokers = infrastructure().brokers.split(',')
  return createKafka({ brokers, clientId: 'test', log: silentLog })
}

/** A topic of the test's own with its dead letters. */
export async function openTopic(): Promise<string> {
  const spec = { topic: uniqueId('orders'), partitions: 1, replicationFactor: 1 }
  await createTopics(await openKafka(), [spec, deadLetterTopic(spec)])
  return spec.topic
}

/** Writes the dead letter of record 0 as a consumer of that group would. */
export async function writeDeadLetter({ topic, groupId, value }: Written): Promise<void> {
  const producer = createProducer(await openKafka())
  const { signal } = new AbortController()
  const message = restoreMessage({
    topic: `${topic}.dlt`,
    key: 'o-1',
    value,
    headers: {
      ce_id: uniqueId('event'),
      ce_type: 'order.placed',
      'dlt-original-topic': topic,
      'dlt-original-partition': '0',
      'dlt-original-offset': '0',
      'dlt-original-timestamp': String(Date.now()),
      'dlt-original-consumer-group': groupId,
      'dlt-attempts': '4',
      'dlt-exception-code': 'mail-refused',
      'dlt-exception-kind': 'invalid',
      'dlt-exception-message': 'no such address',
    },
  })
  await producer.actor.start?.(signal)
  await producer.send(message, { scope: rootScope })
  await producer.actor.stop?.(signal, 0)
}
