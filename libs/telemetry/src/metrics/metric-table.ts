import { type FirstOf, firstOf } from '../names.ts'

/*
 * Every metric, in one place: `docs/telemetry.md` is written from this table.
 *
 *   metric   property: [name, instrument, unit, what it counts]
 *
 * Semantic conventions first, then `tailspan.*`. Labels come from small closed sets.
 */

export const metricTable = {
  httpServerDuration: [
    'http.server.request.duration',
    'histogram',
    's',
    'answers by route, status',
  ],
  httpServerActive: [
    'http.server.active_requests',
    'updowncounter',
    '{request}',
    'requests in hand',
  ],
  httpClientDuration: [
    'http.client.request.duration',
    'histogram',
    's',
    'calls by host and status',
  ],
  httpRefused: ['tailspan.http.refused', 'counter', '{request}', 'refused because full'],
  httpLateWrites: [
    'tailspan.http.late_writes',
    'counter',
    '{write}',
    'writes to a response that is over',
  ],

  messagesSent: [
    'messaging.client.sent.messages',
    'counter',
    '{message}',
    'acked, or failed by code',
  ],
  messagesConsumed: ['messaging.client.consumed.messages', 'counter', '{message}', 'fetched'],
  messageSendDuration: ['messaging.client.operation.duration', 'histogram', 's', 'send to ack'],
  messageProcessDuration: ['messaging.process.duration', 'histogram', 's', 'time in a handler'],
  producerPending: ['tailspan.producer.pending', 'updowncounter', '{message}', 'sends not settled'],
  eventEffectDelay: [
    'tailspan.event.effect_delay',
    'histogram',
    's',
    'from the creation of an event until a group has handled it; replays are left out',
  ],
  consumerLag: [
    'tailspan.consumer.lag',
    'gauge',
    '{message}',
    'records of a partition that the group has not finished',
  ],
  consumerOldestAge: [
    'tailspan.consumer.oldest_age',
    'gauge',
    's',
    'how long the first of these waits on the topic',
  ],
  consumerRebalances: [
    'tailspan.consumer.rebalances',
    'counter',
    '{rebalance}',
    'partitions were given out anew in the group',
  ],
  consumerSkipped: ['tailspan.consumer.skipped', 'counter', '{message}', 'unknown type, duplicate'],
  consumerRetried: ['tailspan.consumer.retried', 'counter', '{message}', 'handled again'],
  deadLetters: [
    'tailspan.dead_letters',
    'counter',
    '{message}',
    'dead-lettered records, by topic and reason',
  ],

  outboxBacklog: [
    'tailspan.outbox.backlog',
    'gauge',
    '{message}',
    'events not published yet; above 10,000 an estimate',
  ],
  outboxParked: [
    'tailspan.outbox.parked',
    'gauge',
    '{message}',
    'parked ones among the 10,000 oldest of these',
  ],
  outboxOldestAge: ['tailspan.outbox.oldest_age', 'gauge', 's', 'age of the oldest of these'],
  outboxSlotLag: [
    'tailspan.outbox.slot_lag',
    'gauge',
    'By',
    "the database's log that the connector has not confirmed; only where its slot is",
  ],
  outboxSlotReaders: [
    'tailspan.outbox.slot_readers',
    'gauge',
    '{connector}',
    'connectors that read the slot: one, or none',
  ],

  mailDelay: [
    'tailspan.mail.delay',
    'histogram',
    's',
    "from the order's event to the 250 of its mail, by kind",
  ],
  mailsDeferred: ['tailspan.mails.deferred', 'gauge', '{mail}', 'deferred, neither sent nor dead'],
  mailsDeferredOldestAge: ['tailspan.mails.deferred.oldest_age', 'gauge', 's', 'of the oldest one'],

  dbDuration: ['db.client.operation.duration', 'histogram', 's', 'statements by operation'],
  dbConnections: ['db.client.connection.count', 'updowncounter', '{connection}', 'by state'],
  dbConnectionMax: [
    'db.client.connection.max',
    'updowncounter',
    '{connection}',
    'size of the pool',
  ],
  dbWaiting: ['db.client.connection.pending_requests', 'updowncounter', '{connection}', 'waiting'],

  tasksRunning: ['tailspan.tasks.running', 'gauge', '{task}', 'background tasks at work'],
  tasksQueued: ['tailspan.tasks.queued', 'gauge', '{task}', 'waiting for a place'],
  tasksPending: ['tailspan.tasks.pending', 'gauge', '{task}', 'queued and running'],
  tasksOldestAge: ['tailspan.tasks.oldest_age', 'gauge', 's', 'age of the oldest pending task'],
  tasksEnded: ['tailspan.tasks.ended', 'counter', '{task}', 'by outcome'],
  tasksRefused: ['tailspan.tasks.refused', 'counter', '{task}', 'refused because full'],

  eventLoopDelayMax: ['nodejs.eventloop.delay.max', 'gauge', 's', 'longest delay since last read'],
  eventLoopDelayP99: ['nodejs.eventloop.delay.p99', 'gauge', 's', '99th percentile'],
  eventLoopUtilization: ['nodejs.eventloop.utilization', 'gauge', '1', 'share of time at work'],
  heapUsed: ['v8js.memory.heap.used', 'updowncounter', 'By', 'heap in use, by space'],
  memoryUsage: ['process.memory.usage', 'updowncounter', 'By', 'resident memory of the process'],
} as const satisfies Record<
  string,
  readonly [name: string, instrument: string, unit: string, note: string]
>

/** Metric names by property: `metricNames.tasksFailed` is `tailspan.tasks.failed`. */
export const metricNames: FirstOf<typeof metricTable> = firstOf(metricTable)
