export { type EventuallyOptions, eventually, NeverHappened } from './eventually.ts'
export { measureGrowth } from './measure-growth.ts'
export { collectSpans, type SpanCollector } from './reading/collect-spans.ts'
export { lintAsyncApi, lintOpenApi } from './reading/lint-open-api.ts'
export { type GroupQuery, type GroupState, readGroup } from './reading/read-group.ts'
export { readLeaders } from './reading/read-leaders.ts'
export { type Mail, type MailQuery, readMails, waitForMail } from './reading/read-mails.ts'
export { readRows } from './reading/read-rows.ts'
export { readTopic, scanTopic, type TopicRecord } from './reading/read-topic.ts'
export { createTestDatabase, type TestDatabase } from './servers/create-test-database.ts'
export {
  type LogicalPostgres,
  type PreparedDebezium,
  prepareDebezium,
  startLogicalPostgres,
} from './servers/debezium.ts'
export { type Infrastructure, infrastructure, type KafkaDoor } from './servers/infrastructure.ts'
export { type KafkaCluster, startKafkaCluster } from './servers/kafka-cluster.ts'
export { startKafkaLink } from './servers/kafka-link.ts'
export type { Grant, KafkaOperator } from './servers/kafka-operator.ts'
export { askKafka } from './servers/kafka-tool.ts'
export { countWaiting, lockRows } from './servers/lock-rows.ts'
export { type OwnKafka, type OwnKafkaOptions, startOwnKafka } from './servers/own-kafka.ts'
export { type OwnPostgres, startOwnPostgres } from './servers/own-postgres.ts'
export {
  type PgBouncer,
  type PgBouncerOptions,
  startPgBouncer,
  whyNoPgBouncer,
} from './servers/pgbouncer.ts'
export { createRoutedDatabase, type RoutedDatabase } from './servers/routed-database.ts'
export { type SecuredKafka, startSecuredKafka } from './servers/secured-kafka.ts'
export { type StrangeRecord, writeRecords } from './servers/write-records.ts'
export type { Answer, Question } from './service/ask.ts'
export { type CollectedLog, collectingLog, type LogLine } from './service/collecting-log.ts'
export { eventRecord, type GivenEvent } from './service/event-record.ts'
export { type RunningService, runWired, type WiredService } from './service/run-wired.ts'
export { withoutKafka } from './service/without-kafka.ts'
export type { SmtpAnswer, SmtpCommand, SmtpReply, SmtpStage } from './smtp/smtp-dialogue.ts'
export { type SmtpFilter, startSmtpFilter } from './smtp/smtp-filter.ts'
export {
  type SmtpServer,
  type SmtpServerOptions,
  startSmtpServer,
  type TakenMail,
} from './smtp/smtp-server.ts'
export { linkTo, spanOf } from './span-of.ts'
export { countQueries, type QueryCounter } from './tcp/count-queries.ts'
export { freePort } from './tcp/free-port.ts'
export type { Change, Direction } from './tcp/tcp-link.ts'
export { startTcpProxy, type TcpProxy, type TcpProxyOptions } from './tcp/tcp-proxy.ts'
export { uniqueId } from './unique-id.ts'
