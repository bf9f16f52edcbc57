import type { Cut } from '../cut.ts'

const path = 'docs/use-as-template.md'

/** A step as a whole: what it says of the shop stands in most of its lines. */
const step = (number: number, put: string): Cut => ({
  path,
  cut: new RegExp(`^${number}\\. [\\s\\S]*?(?=^${number + 1}\\. )`, 'gm'),
  put,
})

/** What the ten steps say of the shop, said of the two services that take its place. */
export const tenStepsCuts: readonly Cut[] = [
  {
    path,
    cut: 'starts everything, places an order and',
    put: 'starts everything, posts a job and',
  },
  // Up to the parts that can still be taken out.
  {
    path,
    cut: /^3\. [\s\S]*?(?=^ {3}`npm run strip|^4\. )/gm,
    put: `3. **Take out what you do not need.** The shop is gone, and with it what proves, measures and shows mistakes. What is left is
   [\`services/intake\`](../services/intake), which takes a job and publishes it detached and durably, and [\`services/worker\`](../services/worker), which does it once.
   Both are examples, to be replaced by what your system is about.

`,
  },
  step(
    4,
    `4. **Make a service.** The name is of small letters and digits, words joined by hyphens. \`new\` copies \`worker\`: the copy consumes \`jobs\` with its own port, consumer
   group, schema and role, publishes nothing, and no other service notices it. As soon as a service of yours consumes one topic and publishes another, and asks nobody, \`new\` copies
   that one, with a topic of its own.

   \`\`\`sh
   npm run new -- service billing
   \`\`\`

`,
  ),
  step(
    5,
    `5. **See what it does with an event.** \`npm start -- --once\` waits for it: \`process jobs\` of \`billing\` is in the job's trace, beside that of \`worker\`.

`,
  ),
  {
    path,
    cut: /^6\. \*\*Make it yours\.\*\* [\s\S]*?(?=It may consume other topics: )/gm,
    put: `6. **Make it yours.** It arrives as a working copy of \`worker\`, which notes in a table \`done_jobs\` that a job is done. Replace that before anybody relies on it, in this order, so
   that each step has what it is written against:

   | | replace | which has of the copy |
   |---|---|---|
   | 1 | \`services/billing/src/domain/do-job.ts\` | what is done with a job |
   | 2 | \`services/billing/migrations/0001-done-jobs.sql\` | the table \`done_jobs\`; the other file is that of the inbox and stays |
   | 3 | \`services/billing/src/postgres\` | \`tables.ts\` and \`done-jobs.ts\`: how it is stored |
   | 4 | \`services/billing/src/kafka/job-handlers.ts\` | which events it takes |
   | 5 | \`services/billing/src/wire.ts\` | puts all of it together; then \`services/billing/test\` and \`services/billing/README.md\` |

   A migration that has run is not edited: where you have started the service with the copied one, \`npm run reset\` deletes your local data; where others have, add a further file.

   To let it publish, do as \`intake\` does: the events and their topic in \`libs/contracts/src/events\`, an outbox in \`services/intake/src/wire.ts\` with its settings in
   \`services/intake/src/config.ts\`, its tables in \`services/intake/migrations/0002-outbox.sql\` and \`services/intake/migrations/0003-outbox-routed.sql\`, and row and event in one
   transaction in \`services/intake/src/postgres/job-store.ts\`.

   `,
  },
  // What is copied has no unit test.
  { path, cut: '   npx vitest run --project unit services/billing\n' },
]
