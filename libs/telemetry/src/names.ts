/*
 * Every name on a span, in one place; those of metrics are in `metrics/metric-table.ts`. `docs/telemetry.md` is
 * written from these tables.
 *
 *   attribute   property: [key, what it holds]
 *   span        property: [pattern, kind, what it measures]
 *
 * Semantic conventions first (1.45; the incubating ones are copied, their package may rename them),
 * then `tailspan.*`. Nothing here may hold personal data or a secret.
 */

export const attributeTable = {
  serviceName: ['service.name', 'which service (resource)'],
  serviceVersion: ['service.version', 'its version (resource)'],
  serviceInstanceId: ['service.instance.id', 'one process, a random id (resource)'],

  errorType: ['error.type', 'the `code` of our error; a status or SQLSTATE for foreign ones'],
  exceptionType: ['exception.type', 'on `exception` events: code or class of the error'],
  exceptionMessage: [
    'exception.message',
    'on `exception` events: its text without addresses, at most 2,000 characters',
  ],
  exceptionStacktrace: ['exception.stacktrace', 'on `exception` events: its stack'],

  httpRequestMethod: ['http.request.method', 'GET, POST …, `_OTHER` when unknown'],
  httpRequestMethodOriginal: ['http.request.method_original', 'the method as it was sent'],
  httpRoute: ['http.route', 'the route template, never the path'],
  httpResponseStatusCode: ['http.response.status_code', 'the status that was answered'],
  urlScheme: ['url.scheme', 'http or https'],
  urlPath: ['url.path', 'left out: a path can name a person; the route says enough'],
  urlFull: ['url.full', 'the URL that was called, without its query'],
  urlTemplate: ['url.template', 'the template of the path that was called'],
  serverAddress: ['server.address', 'the host that is called'],
  serverPort: ['server.port', 'its port'],
  networkPeerAddress: ['network.peer.address', 'address of the server that is called'],
  networkPeerPort: ['network.peer.port', 'its port'],
  networkProtocolVersion: ['network.protocol.version', '1.1 or 2'],

  messagingSystem: ['messaging.system', 'kafka'],
  messagingOperationName: ['messaging.operation.name', 'create, send, process'],
  messagingOperationType: ['messaging.operation.type', 'create, send, process'],
  messagingDestinationName: ['messaging.destination.name', 'the topic'],
  messagingDestinationPartitionId: ['messaging.destination.partition.id', 'the partition'],
  messagingConsumerGroupName: ['messaging.consumer.group.name', 'the consumer group'],
  messagingMessageId: ['messaging.message.id', 'ce_id of the event'],
  messagingBatchMessageCount: ['messaging.batch.message_count', 'records in one batch'],
  messagingKafkaOffset: ['messaging.kafka.offset', 'the offset of the record'],
  cloudeventsEventType: ['cloudevents.event_type', 'ce_type'],

  dbSystemName: ['db.system.name', 'postgresql'],
  dbNamespace: ['db.namespace', 'the database'],
  dbCollectionName: [
    'db.collection.name',
    'the first table of the statement, or of all of a batch',
  ],
  dbOperationName: [
    'db.operation.name',
    'SELECT, INSERT …; BATCH, BATCH INSERT … of several together',
  ],
  dbOperationBatchSize: [
    'db.operation.batch.size',
    'statements in one round trip, without BEGIN and COMMIT; two or more',
  ],
  dbQueryText: ['db.query.text', 'the statement with placeholders; literals are cut out'],
  dbResponseStatusCode: ['db.response.status_code', 'SQLSTATE of a failed statement'],
  dbPlan: ['db.postgresql.plan', 'name of a prepared statement'],
  dbPoolName: ['db.client.connection.pool.name', 'on metrics: host:port/database'],
  dbConnectionState: ['db.client.connection.state', 'on metrics: idle or used'],

  heapSpaceName: ['v8js.heap.space.name', 'on metrics: new_space, old_space …'],

  detached: ['tailspan.detached', 'true on work that may outlive the answer'],
  task: ['tailspan.task.name', 'name of a background task'],
  taskRegistry: ['tailspan.task.registry', 'on metrics: the registry that owns it'],
  taskOutcome: ['tailspan.task.outcome', 'completed, failed, timed-out, abandoned'],
  requestOutcome: ['tailspan.request.outcome', 'completed, or why the request ended early'],
  orderId: ['tailspan.order.id', 'the order'],
  attempt: ['tailspan.attempt', 'how often this was tried, from 1'],
  skipped: ['tailspan.skipped', 'why a record was not handled: unknown-type, other-group'],
  deadLetterReason: ['tailspan.dead_letter.reason', 'the code that made it a dead letter'],
  mailKind: ['tailspan.mail.kind', 'which mail: placed, confirmed, rejected'],
} as const satisfies Record<string, readonly [key: string, note: string]>

export const spanTable = {
  server: ['{method} {route}', 'SERVER', 'one request, until its answer is written or it is lost'],
  client: ['{method} {template}', 'CLIENT', 'one request that we make'],
  create: ['create {topic}', 'PRODUCER', 'the event is made; its context travels with the record'],
  send: ['send {topic}', 'CLIENT', "until the broker's ack; may outlive the answer"],
  process: ['process {topic}', 'CONSUMER', 'one record in one consumer group'],
  relay: ['relay {topic}', 'INTERNAL', 'one round of the relay'],
  replay: ['replay {topic}', 'INTERNAL', 'a dead letter is sent again; linked to what had failed'],
  mail: ['send mail', 'CLIENT', "until the SMTP server's 250"],
  query: ['{operation} {table}', 'CLIENT', 'one SQL statement, one round trip'],
  queries: [
    'BATCH {operation} {table} …',
    'CLIENT',
    'SQL statements that share one round trip, in their order; BEGIN and COMMIT travel along',
  ],
  task: ['{task}', 'INTERNAL', 'one background task; may outlive the answer'],
} as const satisfies Record<string, readonly [pattern: string, kind: string, note: string]>

/** The first cell of each row. */
export type FirstOf<T extends Record<string, readonly [string, ...string[]]>> = {
  readonly [K in keyof T]: T[K][0]
}

/** Attribute keys by property: `attributes.httpRoute` is `http.route`. */
export const attributes: FirstOf<typeof attributeTable> = firstOf(attributeTable)

/** Span names by operation, never by id. */
export const spanNames = {
  server: (method: string, route: string) => `${method} ${route}`,
  client: (method: string, template: string) => `${method} ${template}`,
  create: (topic: string) => `create ${topic}`,
  send: (topic: string) => `send ${topic}`,
  process: (topic: string) => `process ${topic}`,
  relay: (topic: string) => `relay ${topic}`,
  replay: (topic: string) => `replay ${topic}`,
  mail: 'send mail',
} as const

/** Makes a list of names of a table. */
export function firstOf<T extends Record<string, readonly [string, ...string[]]>>(
  table: T,
): FirstOf<T> {
  const entries = Object.entries(table).map(([property, [name]]) => [property, name])
  return Object.freeze(Object.fromEntries(entries)) as FirstOf<T>
}
