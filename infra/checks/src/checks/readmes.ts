import { type Package, readPackages, readText } from '../tree/packages.ts'
import type { Check } from './check.ts'

// "and" inside these sentences lists parts of one thing; a new one needs its place in this list.
const oneThingWithAnd = new Set([
  'The events and requests that services agree on.',
  'What a piece of work carries: its trace, its baggage, its deadline and its cancellation; `detach` keeps the first two.',
  'Starts OpenTelemetry, names every span and metric, writes logs with trace ids.',
  'A traced Koa server that tells a completed request from a client that left and drains, and a client of peers that propagates.',
  'A traced producer that batches, a traced consumer that retries, parks and never dies silently.',
  'The loopback server for profiles, health, metrics and the list of pending work.',
  'Store and publish an event as one act; take it in once.',
  'An OTLP receiver, a trace tree, vitest matchers and a text waterfall.',
  'The running system from outside: HTTP, Kafka, mail and spans.',
])

/** Line one of each README is the package in one sentence, the same as in its package.json. */
export const readmes: Check = {
  name: 'readmes',
  why: 'A package is one sentence without "and"; it is line one of the README and the description in package.json.',
  async run(root) {
    const packages = await readPackages(root)
    const findings = await Promise.all(packages.map((one) => faultsOf(root, one)))
    return { findings: findings.flat(), seen: `${packages.length} packages` }
  },
}

async function faultsOf(root: string, { folder, manifest }: Package): Promise<string[]> {
  const path = `${folder}/README.md`
  const [lineOne = ''] = (await readText(root, path)).split('\n')
  const sentence = manifest.description ?? ''
  if (sentence === '') return [`${folder}/package.json: has no description.`]
  return [
    ...(lineOne === '' ? [`${path}: is missing or begins with an empty line.`] : []),
    ...(lineOne !== '' && lineOne !== sentence
      ? [`${path}: line one is not the description of package.json, "${sentence}".`]
      : []),
    ...(isOneSentence(sentence) ? [] : [`${folder}: "${sentence}" is not one sentence.`]),
    ...(hasAnd(sentence) ? [`${folder}: "${sentence}" has an "and": split it?`] : []),
  ]
}

function isOneSentence(text: string): boolean {
  return /^[^.!?]+[.]$/.test(text.replaceAll(/`[^`]*`/g, ''))
}

function hasAnd(sentence: string): boolean {
  return /\band\b/i.test(sentence) && !oneThingWithAnd.has(sentence)
}
