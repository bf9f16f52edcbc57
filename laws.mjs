// The shape of the repository, as laws. The map comes first, the laws after.

/** Library layers, lowest first. A library imports only from lines above its own. */
const layers = [
  ['errors'],
  ['config', 'contracts', 'scope', 'trace-testing', 'testkit'],
  ['lifecycle', 'telemetry'],
  ['http', 'kafka', 'postgres', 'debug'],
  ['outbox'],
]

/** Each vendor library is known to one of our libraries and to nobody else. */
const homes = { koa: 'http', kafkajs: 'kafka', pg: 'postgres', testcontainers: 'testkit' }

const law = (name, comment, ...[from, to]) => ({ name, comment, severity: 'error', from, to })
const libs = (names) => `^libs/(${names.join('|')})/`
const tests = '[.]test[.]ts$|/test/'
const inAPackage = { path: '^((?:services|libs)/[^/]+|e2e)/' }
const adapters = 'http|kafka|postgres'

const layering = layers.map((layer, i) =>
  law(
    `layer-${i}-looks-down`,
    `${layer.join(', ')}: import lower layers only.`,
    { path: libs(layer), pathNot: tests },
    { path: libs(layers.slice(i).flat()), pathNot: '^libs/$1/' },
  ),
)

const vendors = Object.entries(homes).map(([vendor, home]) =>
  law(
    `only-${home}-knows-${vendor}`,
    `Import @tailspan/${home}, not ${vendor}.`,
    { pathNot: `^libs/${home}/` },
    { path: `node_modules/(@types/)?${vendor}/`, dependencyTypesNot: ['type-only'] },
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
      'services-are-leaves',
      'Nothing imports a service; call it or listen to it.',
      { path: '^(libs|e2e)/' },
      { path: '^services/' },
    ),
    law(
      'services-are-strangers',
      'Services meet over HTTP and Kafka, never by import.',
      { path: '^services/([^/]+)/' },
      { path: '^services/', pathNot: '^services/$1/' },
    ),
    ...layering,
    ...vendors,
    law(
      'only-telemetry-knows-the-sdk',
      'Everybody else uses @opentelemetry/api.',
      { pathNot: '^libs/(telemetry|testkit|trace-testing)/' },
      { path: 'node_modules/@opentelemetry/(sdk|exporter|instrumentation|resources|auto)' },
    ),

    law('front-door-only', 'Enter a library through its index.ts.', inAPackage, {
      path: '^libs/[^/]+/src/',
      pathNot: ['^libs/[^/]+/src/index[.]ts$', '^libs/telemetry/src/register[.]ts$', '^$1/'],
    }),
    law('by-name', 'Cross a package border by package name.', inAPackage, {
      path: '^(services|libs|e2e)/',
      pathNot: '^$1/',
      dependencyTypes: ['local'],
    }),

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
      'Production code never imports the testkit.',
      { path: '^(services|libs)/', pathNot: [tests, '^libs/testkit/'] },
      { path: '^libs/testkit/' },
    ),
    law(
      'e2e-is-outside',
      'End-to-end tests know contracts, testkit and trace-testing.',
      { path: '^e2e/' },
      { path: '^libs/', pathNot: libs(['contracts', 'testkit', 'trace-testing']) },
    ),
    law('no-import-of-tests', 'Nothing imports a test file.', {}, { path: '[.]test[.]ts$' }),
    law(
      'no-dev-in-production',
      'Production code uses dependencies only.',
      { path: '^(services|libs)/', pathNot: [tests, '^libs/testkit/'] },
      { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
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
