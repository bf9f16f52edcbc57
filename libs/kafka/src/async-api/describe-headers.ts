const text = (description: string) => ({
  type: 'string',
  minLength: 1,
  maxLength: 512,
  description,
})

/** The headers of an event of one type; what Kafka carries as bytes is UTF-8. */
export function describeHeaders(type: string) {
  return {
    type: 'object',
    required: ['ce_specversion', 'ce_id', 'ce_type', 'ce_source', 'content-type'],
    properties: {
      ce_specversion: { const: '1.0', description: 'The version of CloudEvents.' },
      ce_id: text('One id for each event; a redelivery and a replay have the same.'),
      ce_type: { const: type, description: 'What has happened.' },
      ce_source: text('Who says so.'),
      ce_time: { type: 'string', format: 'date-time', description: 'When it has happened.' },
      ce_subject: text('What it is about; also the key of the record.'),
      'content-type': { type: 'string', description: 'JSON in UTF-8.' },
      traceparent: { type: 'string', description: 'The trace of this send (W3C).' },
      tracestate: { type: 'string', description: 'See traceparent.' },
      baggage: { type: 'string', description: 'What travels along (W3C).' },
      ce_traceparent: {
        type: 'string',
        description: 'The trace in which the event was made; it never changes.',
      },
    },
  }
}
