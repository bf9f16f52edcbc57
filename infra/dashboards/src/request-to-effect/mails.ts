import type { Row } from '../dashboard.ts'
import { quantiles } from '../quantiles.ts'

const kind = 'tailspan_mail_kind'

/** The last step, which a customer sees. */
export const mails: Row = {
  title: 'Mails',
  panels: [
    {
      title: 'Sent mails',
      about: 'Mails a second that the mail server accepted, by kind.',
      unit: 'cps',
      queries: [
        {
          legend: `{{${kind}}}`,
          expr: `sum by (job, ${kind}) (rate(tailspan_mail_delay_seconds_count{job=~"$job"}[$__rate_interval]))`,
        },
      ],
    },
    {
      title: 'From the event to its mail',
      about: 'Median and 99th percentile by kind.',
      unit: 's',
      queries: quantiles({ metric: 'tailspan_mail_delay_seconds', by: [kind] }),
    },
    {
      title: 'Deferred mails',
      about:
        'Mails that the server refuses for now. They are retried until MAIL_EXPIRE_AFTER, then they are dead letters.',
      unit: 'short',
      queries: [{ legend: '{{job}}', expr: 'max by (job) (tailspan_mails_deferred{job=~"$job"})' }],
    },
    {
      title: 'Age of the oldest deferred mail',
      about: 'Since the first refusal.',
      unit: 's',
      queries: [
        {
          legend: '{{job}}',
          expr: 'max by (job) (tailspan_mails_deferred_oldest_age_seconds{job=~"$job"})',
        },
      ],
    },
  ],
}
