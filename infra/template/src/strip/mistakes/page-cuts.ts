import type { Cut } from '../cut.ts'

const readme: readonly Cut[] = [
  {
    path: 'README.md',
    cut: 'It shows five mistakes that nearly everybody makes here, side by side with what works.\n',
  },
  { path: 'README.md', cut: /^## Five mistakes\n[\s\S]*?(?=^## )/gm },
  { path: 'README.md', cut: '## The mistakes, to be seen\n', put: '## Two ways to publish\n' },
  {
    path: 'README.md',
    cut: '`PUBLISH=request|background|detached|durable` picks the publisher. The first two are what people usually write:\n',
    put: '`PUBLISH=detached|durable` picks the publisher:\n',
  },
  { path: 'README.md', cut: /^\| `(?:request|background)`: .*\n/gm },
  {
    path: 'README.md',
    cut: ', so that there is something to lose, and run against all four.',
    put: ', so that there is something to lose.',
  },
]

const docs: readonly Cut[] = [
  {
    path: 'docs/faults.md',
    cut: 'With `PUBLISH=request` the answer ends the send: no `process orders` ever comes (<http://127.0.0.1:8090/exercises/cancellation-stays>).\n\n',
  },
  {
    path: 'infra/exercises/README.md',
    cut: /^\| \[(?:Context is carried|Cancellation must).*\n/gm,
  },
  {
    path: 'infra/exercises/README.md',
    cut: /^### (?:Context is carried|Cancellation must)[\s\S]*?(?=^##)/gm,
  },
  {
    path: 'docs/glossary.md',
    cut: ', seen losing with the wrong strategy',
  },
  {
    path: 'docs/promises.md',
    cut: '`PUBLISH=request` is cancelled when the answer is written first, `PUBLISH=background` loses the trace, `PUBLISH=detached` does neither.',
    put: '`PUBLISH=detached` is not cancelled when the answer is written first, and does not lose the trace.',
  },
  { path: 'docs/reading-a-trace.md', cut: /^## What a mistake looks like\n[\s\S]*?(?=^## )/gm },
  {
    path: 'docs/run-locally.md',
    cut: 'with `PUBLISH=background` or `request` that is the point; else look for errors',
    put: 'look for errors',
  },
  { path: 'docs/tour.md', cut: /^Put \[`publish-request[\s\S]*?\n\n/gm },
  { path: 'docs/use-as-template.md', cut: /^ {3}npm run strip -- mistakes .*\n/gm },
  { path: 'services/order/README.md', cut: /^\| \[`background`\].*\n/gm },
  {
    path: 'e2e/README.md',
    cut: 'A test of survival is run twice: the right strategy loses nothing, the mistake must be seen losing. So the links',
    put: 'The links',
  },
  {
    path: '.github/ISSUE_TEMPLATE/idea.yml',
    cut: 'A mistake that is not shown yet, or a',
    put: 'A',
  },
]

/** The passages of documents that speak of the wrong strategies. */
export const pageCuts: readonly Cut[] = [...readme, ...docs]
