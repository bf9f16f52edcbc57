import type { Cut } from '../cut.ts'

const laws = 'laws.mjs'
const brokenLaws = 'infra/checks/test/broken-laws.ts'
const budgets = 'infra/checks/suite-budgets.json'
const vitest = 'vitest.config.ts'
const opening = 'libs/kafka/test/open-kafka.ts'
const given = 'libs/kafka/test/port/given-client.ts'

const lawCuts: readonly Cut[] = [
  { path: laws, cut: "  '@platformatic/kafka': ['libs/kafka', 'infra/testkit'],\n" },
  { path: laws, cut: ", platformatic: '@platformatic/kafka'" },
  { path: laws, cut: /^ {4}law\(\n {6}'kafka-clients-are-strangers',\n(?: {6}.*\n)+ {4}\),\n/gm },
  { path: laws, cut: /\(kafkajs\|platformatic\)/g, put: 'kafkajs' },
  {
    path: brokenLaws,
    cut: /^ {2}'(?:home-of-platformatic-kafka|platformatic-behind-its-port)': .*\n/gm,
  },
  { path: brokenLaws, cut: /^ {2}'kafka-clients-are-strangers': bad\(\n(?: {4}.*\n)+ {2}\),\n/gm },
  { path: 'infra/checks/test/stand-ins.ts', cut: ' @platformatic/kafka' },
]

const suiteCuts: readonly Cut[] = [
  {
    path: vitest,
    cut: /^\/\*\* What asks Kafka past the client.*\nconst withoutClient = .*\n\n/gm,
  },
  {
    path: vitest,
    cut: /^ {6}\{\n {8}\.\.\.here,\n {8}test: \{\n {10}\.\.\.withServers,\n {10}\.\.\.patient,\n {10}\/\/ .*\n {10}name: 'integration-(?:platformatic|broker-assigned)',\n(?: {8}.*\n)*? {6}\},\n/gm,
  },
  {
    path: budgets,
    cut: '; those of libs/kafka with each client, those of groups with each protocol',
  },
  { path: budgets, cut: ', three of them with each Kafka client' },
]

/** The tests that run on this client, and the laws that keep it apart. */
export const testCuts: readonly Cut[] = [
  ...lawCuts,
  ...suiteCuts,
  { path: opening, cut: /^declare module 'vitest' \{\n(?: .*\n)+\}\n\n/gm },
  {
    path: opening,
    cut: /^\/\/ What the tests of this project run on: .*\n(?:const (?:name|groupProtocol) = .*\n)+/gm,
  },
  { path: opening, cut: 'createKafka({ ...nowhere, client: name })', put: 'createKafka(nowhere)' },
  {
    path: opening,
    cut: 'log: silentLog, groupProtocol, requestTimeoutMs',
    put: 'log: silentLog, requestTimeoutMs',
  },
  { path: opening, cut: /^ {2}type (?:ClientName|GroupProtocolName),\n/gm },
  { path: opening, cut: "import { inject } from 'vitest'\n" },
  { path: given, cut: /^import \{ platformaticClient \} .*\n/gm },
  { path: given, cut: "  ['@platformatic/kafka', platformaticClient],\n" },
  {
    path: 'libs/kafka/test/port/group.integration.test.ts',
    cut: /^test\.each\(ways\.filter\(.*'consumer'\)\)\(\n(?: .*\n|\n)+\)\n\n/gm,
  },
]
