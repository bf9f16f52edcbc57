import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { fakeCheckout } from './fake-checkout.ts'

vi.setConfig({ testTimeout: 60_000 })

const asNode = (version: string) => [
  '--import',
  `data:text/javascript,Object.defineProperty(process,'versions',{value:{...process.versions,node:'${version}'}})`,
]

test('a Node that is too old is one sentence with both versions, and nothing is installed', async () => {
  const { root, run } = fakeCheckout()

  const { stderr, exitCode } = await run(['start'], asNode('18.20.4')).ended

  expect(stderr).toMatch(/^Tailspan needs Node 20 or newer .*18\.20\.4[^\n]*\.\n$/)
  expect(exitCode).toBe(1)
  expect(existsSync(join(root, 'npx-calls'))).toBe(false)
})

test('arguments go in, output and exit code come out', async () => {
  const program = 'console.log(process.argv.slice(2).join()); process.exitCode = 7'
  const { run } = fakeCheckout({ program })

  const { stdout, exitCode } = await run(['start', '--once', 'a b']).ended

  expect(stdout).toBe('--once,a b\n')
  expect(exitCode).toBe(7)
})

test('the program runs from the sources of the workspace and knows when the command was given', async () => {
  const program = 'console.log(process.execArgv.join(), Number(process.env.TAILSPAN_STARTED_AT))'
  const { run } = fakeCheckout({ program })
  const before = Date.now()

  const { stdout } = await run(['start']).ended

  const [flags = '', startedAt = ''] = stdout.split(' ')
  expect(flags).toContain('--conditions=@tailspan/source')
  expect(Number(startedAt)).toBeGreaterThanOrEqual(before)
  expect(Number(startedAt)).toBeLessThanOrEqual(Date.now())
})

test('E1 a program gets of the shell what is documented, and a proxy only for what is not on this machine', async () => {
  const program = 'console.log(JSON.stringify(process.env))'
  const { run } = fakeCheckout({ program })
  const shell = {
    PUBLISH: 'detached',
    PGHOST: 'db',
    OTEL_SDK_DISABLED: 'true',
    NODE_ENV: 'production',
  }
  const proxy = { https_proxy: 'http://proxy.example:3128', NO_PROXY: 'intern.example' }

  const { stdout } = await run(['start'], [], { ...shell, ...proxy }).ended

  const env = JSON.parse(stdout)
  expect(env).toMatchObject({ PUBLISH: 'detached', https_proxy: 'http://proxy.example:3128' })
  expect(Object.keys(env)).not.toContain('PGHOST')
  expect(Object.keys(env)).not.toContain('OTEL_SDK_DISABLED')
  expect(Object.keys(env)).not.toContain('NODE_ENV')
  expect(env.NO_PROXY).toBe('localhost,127.0.0.1,::1,[::1],intern.example')
  expect(env.no_proxy).toBe(env.NO_PROXY)
})

test('E1 the command for dead letters also gets how to reach another Kafka and database', async () => {
  const { write, run } = fakeCheckout()
  write('infra/dead-letters/src/main.ts', 'console.log(process.env.KAFKA_SASL, process.env.PGHOST)')

  const { stdout } = await run(['dlt'], [], { KAFKA_SASL: 'plain:a:b', PGHOST: 'db' }).ended

  expect(stdout).toBe('plain:a:b undefined\n')
})

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
  '%s reaches the program, which decides how it ends',
  async (signal) => {
    const program = `process.on('${signal}', () => process.exit(5)); setInterval(() => {}, 1e6); console.log('up')`
    const { run } = fakeCheckout({ program })
    const { child, ended } = run(['start'])
    child.stdout.once('data', () => child.kill(signal))

    const { exitCode } = await ended

    expect(exitCode).toBe(5)
  },
)

test('a program that a signal ended ends the bootstrap with 128 and its number', async () => {
  const { run } = fakeCheckout({ program: "process.kill(process.pid, 'SIGKILL')" })

  const { exitCode } = await run(['start']).ended

  expect(exitCode).toBe(137)
})

test('a program whose bootstrap dies without a word is told', async () => {
  const program =
    "process.on('disconnect', () => { console.log('alone'); process.exit() }); console.log('up')"
  const { run } = fakeCheckout({ program })
  const { child, ended } = run(['start'])
  child.stdout.once('data', () => child.kill('SIGKILL'))

  const { stdout } = await ended

  expect(stdout).toBe('up\nalone\n')
})

test('help needs nothing installed', async () => {
  const { root, run } = fakeCheckout()

  const help = await run(['start', '--help']).ended
  const overview = await run(['--help']).ended

  expect(help).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('--once') })
  expect(overview).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('npm run reset') })
  expect(existsSync(join(root, 'npx-calls'))).toBe(false)
})

test('a command that does not exist is refused with those that do', async () => {
  const { stdout, exitCode } = await fakeCheckout().run(['strat']).ended

  expect(stdout).toMatch(/^There is no command "strat"\.\n.*npm run start/s)
  expect(exitCode).toBe(1)
})

test('a command of a later step is one sentence', async () => {
  const { stderr, exitCode } = await fakeCheckout().run(['check']).ended

  expect(stderr).toMatch(/\n[^\n]*comes with a later step\.\n$/)
  expect(exitCode).toBe(1)
})
