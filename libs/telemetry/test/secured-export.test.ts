import { writeFile } from 'node:fs/promises'
import { expect, test, vi } from 'vitest'
import { type Authority, openAuthority } from './certificates.ts'
import { openCollector } from './collector.ts'
import { runProgram } from './run-program.ts'

// Programs take their time to start while other tests run.
vi.setConfig({ testTimeout: 60_000 })

/** A collector that shows a certificate of the authority and demands one. */
async function openSecured(authority: Authority) {
  const { cert, key } = await authority.issue('collector')
  return openCollector({ tls: { cert, key, ca: authority.cert, requestCert: true } })
}

const signals = ['', 'TRACES_', 'METRICS_']

test.each(signals)(
  'Q3 OTEL_EXPORTER_OTLP_%sCERTIFICATE, CLIENT_CERTIFICATE and CLIENT_KEY reach the exporter',
  async (signal) => {
    await using authority = await openAuthority()
    await using collector = await openSecured(authority)
    const { certFile, keyFile } = await authority.issue('order')

    const { code, lines } = await runProgram('count-and-end', {
      OTEL_METRICS_EXPORTER: 'otlp',
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      [`OTEL_EXPORTER_OTLP_${signal}CERTIFICATE`]: authority.certFile,
      [`OTEL_EXPORTER_OTLP_${signal}CLIENT_CERTIFICATE`]: certFile,
      [`OTEL_EXPORTER_OTLP_${signal}CLIENT_KEY`]: keyFile,
    })

    const arrived = new Set(collector.exports.map(({ path }) => path))
    expect(code).toBe(0)
    expect(arrived).toEqual(
      new Set(
        ['/v1/traces', '/v1/metrics'].filter((path) =>
          path.toUpperCase().includes(signal.slice(0, -1)),
        ),
      ),
    )
    // The signal without certificates reports that it cannot reach the collector.
    expect(lines.filter(({ event }) => event === 'telemetry.trouble')).toHaveLength(signal ? 1 : 0)
  },
)

test('Q3 without a client certificate a collector that demands one gets nothing, and the service runs', async () => {
  await using authority = await openAuthority()
  await using collector = await openSecured(authority)

  const { code, lines } = await runProgram('order-and-end', {
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    OTEL_EXPORTER_OTLP_CERTIFICATE: authority.certFile,
  })

  expect(code).toBe(0)
  expect(lines.map(({ event }) => event)).toContain('order.placed')
  expect(collector.exports).toEqual([])
})

test('Q3 a certificate of another authority is not trusted', async () => {
  await using authority = await openAuthority()
  await using stranger = await openAuthority()
  await using collector = await openSecured(authority)
  const { certFile, keyFile } = await authority.issue('order')

  const { code } = await runProgram('order-and-end', {
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    OTEL_EXPORTER_OTLP_CERTIFICATE: stranger.certFile,
    OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE: certFile,
    OTEL_EXPORTER_OTLP_CLIENT_KEY: keyFile,
  })

  expect(code).toBe(0)
  expect(collector.exports).toEqual([])
})

test.each([
  ['TRACES_', '/v1/metrics'],
  ['METRICS_', '/v1/traces'],
])(
  'Q3 endpoint, headers, compression and protocol reach the collector, those of %s for it alone',
  async (signal, other) => {
    await using collector = await openCollector()

    const { code } = await runProgram('count-and-end', {
      OTEL_METRICS_EXPORTER: 'otlp',
      OTEL_EXPORTER_OTLP_ENDPOINT: `${collector.url}/tenant/7/`,
      OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Basic%20dTpw,x-all=1',
      OTEL_EXPORTER_OTLP_COMPRESSION: 'gzip',
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
      [`OTEL_EXPORTER_OTLP_${signal}ENDPOINT`]: `${collector.url}/own`,
      [`OTEL_EXPORTER_OTLP_${signal}HEADERS`]: 'x-all=2',
      [`OTEL_EXPORTER_OTLP_${signal}COMPRESSION`]: 'none',
      [`OTEL_EXPORTER_OTLP_${signal}PROTOCOL`]: 'http/json',
    })

    const own = collector.exports.find(({ path }) => path === '/own')
    const general = collector.exports.find(({ path }) => path === `/tenant/7${other}`)
    expect(code).toBe(0)
    expect(general?.headers).toMatchObject({
      authorization: 'Basic dTpw',
      'x-all': '1',
      'content-encoding': 'gzip',
      'content-type': 'application/x-protobuf',
    })
    expect(own?.headers).toMatchObject({
      authorization: 'Basic dTpw',
      'x-all': '2',
      'content-type': 'application/json',
    })
    expect(own?.headers).not.toHaveProperty('content-encoding')
    expect(JSON.parse(String(own?.body))).toBeDefined()
    expect(general?.body.includes('tailspan')).toBe(true)
  },
)

test('Q3 settings that can never work end the start with all of them in one line, without their values', async () => {
  await using authority = await openAuthority()
  const { certFile } = await authority.issue('order')
  const { keyFile } = await authority.issue('somebody-else')
  const broken = `${certFile}.broken`
  await writeFile(broken, '-----BEGIN NOTHING-----')

  const { code, lines } = await runProgram('order-and-end', {
    OTEL_METRICS_EXPORTER: 'otlp',
    OTEL_EXPORTER_OTLP_ENDPOINT: 'collector.example.com:4318',
    OTEL_EXPORTER_OTLP_HEADERS: 'api-key=secret;key,other',
    OTEL_EXPORTER_OTLP_CERTIFICATE: '/no/such/secret.pem',
    OTEL_EXPORTER_OTLP_TRACES_CLIENT_CERTIFICATE: broken,
    OTEL_EXPORTER_OTLP_METRICS_CLIENT_CERTIFICATE: certFile,
    OTEL_EXPORTER_OTLP_CLIENT_KEY: keyFile,
  })

  const [line, ...others] = lines.filter(({ level }) => level === 'error')
  expect(code).toBe(1)
  expect(others).toEqual([])
  expect(line).toMatchObject({ level: 'error', event: 'service.not-started' })
  const err = line?.err as { message: string } | undefined
  expect(err?.message.split('; ')).toEqual([
    'settings: OTEL_EXPORTER_OTLP_ENDPOINT must be a URL that starts with http:// or https://',
    'OTEL_EXPORTER_OTLP_HEADERS must be name=value pairs, URL-encoded, with commas',
    'OTEL_EXPORTER_OTLP_CERTIFICATE must be a file that begins with a certificate (PEM)',
    'OTEL_EXPORTER_OTLP_TRACES_CLIENT_CERTIFICATE must be a file that begins with a certificate (PEM)',
    'OTEL_EXPORTER_OTLP_CLIENT_KEY must be the key of OTEL_EXPORTER_OTLP_METRICS_CLIENT_CERTIFICATE',
  ])
  expect(JSON.stringify(lines)).not.toContain('secret')
})

test('Q3 W2 a program that runs on without asking for wrong settings is ended, and says them', async () => {
  const { code, output } = await runProgram('run-on')

  expect(code).toBe(1)
  expect(output).toContain('"settings: OTEL_X must be y"')
})

test('Q3 W2 a program that asks for them names them itself, and nobody else does', async () => {
  const { code, output } = await runProgram('run-on', {}, ['collector:4318'])

  expect(code).toBe(1)
  expect(output).toContain('settings: OTEL_EXPORTER_OTLP_ENDPOINT must be')
  expect(output).not.toContain('OTEL_X')
})

test.each([
  ['CLIENT_KEY', 'CLIENT_CERTIFICATE'],
  ['CLIENT_CERTIFICATE', 'CLIENT_KEY'],
])('Q3 a %s without a %s ends the start', async (one, other) => {
  await using authority = await openAuthority()
  const file = one === 'CLIENT_KEY' ? authority.keyFile : authority.certFile

  const { code, lines } = await runProgram('order-and-end', {
    [`OTEL_EXPORTER_OTLP_${one}`]: file,
  })

  expect(code).toBe(1)
  expect(JSON.stringify(lines)).toContain(`OTEL_EXPORTER_OTLP_${one} needs a ${other} beside it`)
})

test.each([{ OTEL_SDK_DISABLED: 'true' }, { OTEL_TRACES_EXPORTER: 'none' }])(
  'Q3 what is not used is not read: %j',
  async (off) => {
    const missing = { OTEL_EXPORTER_OTLP_CERTIFICATE: '/no/such/file' }

    const { code, lines } = await runProgram('order-and-end', { ...off, ...missing })

    expect(code).toBe(0)
    expect(lines.map(({ event }) => event)).toEqual(['order.placed', 'stopped'])
  },
)

test('Q3 OTEL_EXPORTER_OTLP_PROTOCOL=grpc is reported at the start, and http/json is spoken', async () => {
  await using collector = await openCollector()

  const { code, lines } = await runProgram('order-and-end', {
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc',
  })

  expect(code).toBe(0)
  expect(lines[0]).toMatchObject({
    event: 'telemetry.settings',
    faults: ['OTEL_EXPORTER_OTLP_PROTOCOL must be one of http/json, http/protobuf'],
  })
  expect(collector.exports[0]?.headers['content-type']).toBe('application/json')
})
