import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import lists from '../from-the-shell.json' with { type: 'json' }
import { hostileShell } from '../test/hostile-shell.ts'
import { toComposeEnv, toPartEnv, toServiceShellEnv } from './shell-env.ts'

const read = (path: string) =>
  readFileSync(fileURLToPath(new URL(`../../../${path}`, import.meta.url)), 'utf8')

test.each([
  ['a part', toPartEnv],
  ['a service', toServiceShellEnv],
] as const)('E1 of a shell full of settings for other programs nothing reaches %s', (_, taken) => {
  expect(taken({ ...hostileShell, PATH: '/bin' })).toEqual({ PATH: '/bin' })
})

test('E1 documented settings reach the services and no other part', () => {
  const shell = { PATH: '/bin', PUBLISH: 'detached', OTEL_TRACES_SAMPLER: 'always_off' }

  expect(toServiceShellEnv(shell)).toEqual(shell)
  expect(toPartEnv(shell)).toEqual({ PATH: '/bin' })
})

test('E1 Compose gets how to reach the engine, the ports and the settings of the services', () => {
  const shell = {
    DOCKER_HOST: 'tcp://x',
    TAILSPAN_PORT_ORDER: '1',
    PUBLISH: 'detached',
    PGHOST: 'x',
  }

  expect(Object.keys(toComposeEnv(shell))).toEqual([
    'DOCKER_HOST',
    'TAILSPAN_PORT_ORDER',
    'PUBLISH',
  ])
})

test('E1 containers get of the shell what services without containers get', () => {
  const text = read('infra/compose.yaml')

  const passed = [...text.matchAll(/^ +([A-Z_]+):$/gm)].map(([, name = '']) => name)

  // A page that links to others has their ports, too; a service has no use for these.
  const ofServices = passed.filter((name) => !name.startsWith('TAILSPAN_PORT_'))
  expect([...new Set(ofServices)].sort()).toEqual(lists.services.toSorted())
})

test.each([
  'compose.yaml',
  'compose.three-brokers.yaml',
  'compose.sampling.yaml',
  'compose.observe.yaml',
  'compose.debezium.yaml',
])('E1 %s puts nothing of the shell into its text but ports and passwords of its own', (file) => {
  const put = [...read(`infra/${file}`).matchAll(/\$\{?(\w+)/g)].map(([, name = '']) => name)

  expect(put.filter((name) => !name.startsWith('TAILSPAN_'))).toEqual([])
})

test('E1 the document names every variable that is taken from the shell', () => {
  const text = read('docs/run-locally.md')

  const missing = Object.values(lists)
    .flat()
    .filter((name) => !text.includes(`\`${name}\``))
  expect(missing).toEqual([])
})
