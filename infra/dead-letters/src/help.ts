export const commandNames = ['list', 'show', 'replay', 'release', 'drop'] as const

export type CommandName = (typeof commandNames)[number]

const usage: Readonly<Record<CommandName, string>> = {
  list: `npm run dlt -- list [--json]                    Dead letters of all topics, parked rows of all outboxes.

Each has an ID, why and by which group it was dead-lettered, how often it was tried, how long ago, and its trace. A dead
letter that was replayed says so.`,
  show: `npm run dlt -- show ID [--value] [--json]       One of them with all its headers.

  --value   the value of the record as well; it may hold personal data`,
  replay: `npm run dlt -- replay ID… [--again] [--json]    Sends dead letters again, to the topic they came from.
npm run dlt -- replay --all [--again] [--json]  All that were not replayed yet, oldest first.

  --again   also those that were replayed already

The record keeps key, value, ce_id and ce_traceparent. The group that dead-lettered it takes it, the others skip
it; should it come twice, the inbox of that group takes it once. It comes later than what was sent after it.`,
  release: `npm run dlt -- release ID… [--json]             Lets the relay send parked rows again, as if they had never failed.

What waits behind a row in the same aggregate follows it.`,
  drop: `npm run dlt -- drop ID… --yes [--json]          Deletes parked rows: their events will never be published.

What waits behind a row in the same aggregate is sent. Dead letters cannot be dropped, retention deletes them.`,
}

const settings = `An ID is a part of what list shows, from its beginning, as long as it fits one only. A dead letter may also be
named by group and place, as logs do: notification/orders/2@4711.

Settings: KAFKA_BROKERS, KAFKA_TLS, KAFKA_SASL, KAFKA_CLIENT, KAFKA_GROUP_PROTOCOL, KAFKA_COMPRESSION; DATABASE_URL, one URL or several with blanks
between, of roles that see the outboxes; OTEL_EXPORTER_OTLP_ENDPOINT for the span of a replay. Left out, they are those of \`npm start\`
(TAILSPAN_PORT_OFFSET and TAILSPAN_STATE are respected). Exit code 0: done, also when there was nothing to do; 1: not,
and one sentence says why.`

/** The help of one command, or of all. */
export function help(name?: CommandName): string {
  if (name) return `${usage[name]}\n\n${settings}`
  const lines = commandNames.flatMap((each) => usage[each].split('\n').filter(isUsage))
  return [...lines, '', 'Each takes --help, and --json for machines.', '', settings].join('\n')
}

function isUsage(line: string): boolean {
  return line.startsWith('npm run')
}
