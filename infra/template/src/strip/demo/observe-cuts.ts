import type { Cut } from '../cut.ts'

const metrics = 'libs/telemetry/src/metrics/metric-table.ts'
const names = 'docs/telemetry.md'
const dashboard = 'infra/dashboards/src/request-to-effect.ts'

/** The metrics of mails, the panels that show them and the alert about them. */
export const observeCuts: readonly Cut[] = [
  {
    path: metrics,
    cut: /^ {2}mailDelay: \[\n(?: {4}.*\n)+ {2}\],\n(?: {2}mailsDeferred.*\n)+\n/gm,
  },
  { path: 'libs/telemetry/src/metrics/metric-options.ts', cut: ", 'mailDelay'" },
  { path: 'libs/telemetry/src/names.ts', cut: /^ {2}mailKind: .*\n/gm },
  { path: names, cut: /^\| `\w+\.mails?\..*\n/gm },
  { path: dashboard, cut: /^import \{ mails \} .*\n/gm },
  { path: dashboard, cut: ', mails]', put: ']' },
  {
    path: 'infra/dashboards/json/request-to-effect.json',
    cut: /,\n {4}\{\n {6}"type": "row",\n(?: {6}.*\n){3} {6}"title": "Mails",[\s\S]*\n {2}\]\n/g,
    put: '\n  ]\n',
  },
  { path: 'infra/alerts/README.md', cut: /^\| \[`MailsDeferred`\].*\n/gm },
  {
    path: 'infra/alerts/rules.yaml',
    cut: /^ {6}# Twice as long as a mail.*\n {6}- alert: MailsDeferred\n(?: {8}.*\n)+\n/gm,
  },
  {
    path: 'infra/alerts/promises.test.yaml',
    cut: /^ {2}- name: MailsDeferred\n(?: {4}.*\n)+\n/gm,
  },
  { path: 'infra/dashboards/README.md', cut: ', deferred mails |', put: ' |' },
  // The running shop that Prometheus watches in a test.
  ...['infra/alerts/README.md', 'infra/dashboards/README.md'].map((path) => ({
    path,
    cut: /^.*`e2e\/tests\/dead-letters[\s\S]*?\n\n/gm,
  })),
]
