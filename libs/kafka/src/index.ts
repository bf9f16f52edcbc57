export {
  type AsyncApi,
  type DescribedTopic,
  describeEvents,
  type EventExample,
  type EventsDescription,
} from './async-api/describe-events.ts'
export { BrokersUnavailable } from './client/brokers-unavailable.ts'
export { createKafka, type Kafka } from './client/kafka.ts'
export type {
  ClientName,
  Compression,
  GroupProtocolName,
  KafkaOptions,
  Sasl,
} from './client/settings.ts'
export { type Consumer, type ConsumerOptions, createConsumer } from './consumer/consumer.ts'
export { ConsumerCrashed } from './consumer/group-member.ts'
export type { Handler, Handlers, Schema } from './consumer/handler.ts'
export { PartitionLost } from './consumer/keep-membership.ts'
export {
  createGroupLags,
  type GroupLag,
  type GroupLags,
  type GroupTopics,
} from './consumer/lag/group-lags.ts'
export type { Outcome } from './consumer/process-record.ts'
export type { TraceAsync } from './consumer/process-span.ts'
export {
  createRedelivery,
  type Redeliver,
  type RedeliveryOptions,
  type RedeliveryTry,
} from './consumer/redelivery.ts'
export { restoreRecord, type StoredRecord, storeRecord } from './consumer/stored-record.ts'
export {
  createDeadLetters,
  type DeadLetterList,
  type DeadLetters,
} from './dead-letters/dead-letters.ts'
export { LetterIncomplete } from './dead-letters/letter-incomplete.ts'
export type { DeadLetter, LetterCut, Replay } from './dead-letters/read-dead-letter.ts'
export type { ReplayOutcome } from './dead-letters/replayer.ts'
export { type MissingRight, type Right, type Rights, RightsMissing } from './faults/rights.ts'
export type { CloudEvent } from './message/cloud-event.ts'
export { EventMalformed } from './message/event-malformed.ts'
export type { IncomingRecord } from './message/incoming-record.ts'
export type { HeaderValue, KafkaHeaders } from './message/kafka-headers.ts'
export { type OutgoingMessage, restoreMessage } from './message/outgoing-message.ts'
export { type Place, parsePlace, placeText } from './message/place.ts'
export { createProducer, type Producer, type ProducerOptions } from './producer/producer.ts'
export {
  NotSent,
  ProducerFull,
  ProducerStopped,
  RecordRefused,
  SendsAbandoned,
  SendUnknown,
} from './producer/send/send-errors.ts'
export { createTopics } from './topics/create-topics.ts'
export { createKafkaAdmin, type KafkaAdmin, type Topics } from './topics/kafka-admin.ts'
export { deadLetterTopic, type TopicSpec } from './topics/topic-spec.ts'
