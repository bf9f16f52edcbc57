import { existsSync } from 'node:fs'
import {
  chmod,
  copyFile,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { checkout } from '../src/checkout.ts'
import { runCommand } from '../src/run-command.ts'
import { isRunning } from './is-running.ts'

// Real tools run here, on machines that have other things to do.
vi.setConfig({ testTimeout: 120_000 })

const java17 = 'echo \'openjdk version "17.0.15" 2025-04-15\' >&2'
const unlessImages = '[ "$2" = run ] ||'
// A tool that the machine lacks.
const none = 'none'
const green = `${unlessImages} echo "3 passed, 0 failed"`

test('the count is the last line, the exit code follows the tests', async () => {
  const machine = await layOutMachine({
    java: java17,
    npm: `${unlessImages} { echo "3 passed, 1 failed"; exit 1; }`,
  })

  const { exitCode, output } = await machine.run()

  expect(output).toBe('3 passed, 1 failed\n')
  expect(exitCode).toBe(1)
})

test('npm test is what runs, without a terminal and without hints of npm at the end', async () => {
  const said = `${unlessImages} { echo "$* $CI $NPM_CONFIG_UPDATE_NOTIFIER"; cat; echo "1 passed, 0 failed"; }`
  const machine = await layOutMachine({ java: java17, npm: said })

  const { output } = await machine.run()

  expect(output).toBe('--silent test true false\n1 passed, 0 failed\n')
})

test('what a test leaves running ends with the run', async () => {
  const leaky = `${unlessImages} { sleep 1000 & echo $! > left; }\n${green}`
  const machine = await layOutMachine({ java: java17, npm: leaky })

  await machine.run()

  const pid = Number(await machine.read('left'))
  await vi.waitFor(async () => expect(await isRunning(pid)).toBe(false), { timeout: 30_000 })
})

test('a machine that has Java is left as it is', async () => {
  const machine = await layOutMachine({ java: java17, npm: green, 'apt-get': 'echo asked' })

  const { output } = await machine.run()

  expect(output).toBe('3 passed, 0 failed\n')
})

test.each([
  ['none', {}],
  ['an old one', { java: 'echo \'openjdk version "11.0.2"\' >&2' }],
])('Java is installed by name where there is %s', async (_, tools) => {
  const installs = 'echo "$@" >> asked\nln -sf "$PWD/bin/java17" bin/java'
  const machine = await layOutMachine({ ...tools, java17, npm: green, 'apt-get': installs })

  const { exitCode, output } = await machine.run()

  expect(await machine.read('asked')).toBe(
    'update -qq\ninstall -y -qq --no-install-recommends openjdk-17-jre-headless\n',
  )
  expect(output).toBe('3 passed, 0 failed\n')
  expect(exitCode).toBe(0)
})

test.each([
  ['no packages', {}, ''],
  [
    'none among its packages',
    { 'apt-get': 'exit 1' },
    'Java 17 cannot be installed: a newer one will be fetched.\n',
  ],
])('a machine with no Java and %s goes on, and one is fetched', async (_, tools, says) => {
  const machine = await layOutMachine({ ...tools, npm: green })

  const { exitCode, output } = await machine.run()

  expect(output).toBe(`${says}3 passed, 0 failed\n`)
  expect(exitCode).toBe(0)
})

// A stand-in for dockerd: it lives until it is ended, and docker answers as long as it lives.
const dockerd = `while [ $# -gt 0 ]; do [ "$1" != --pidfile ] || pidfile=$2; shift; done
echo "$pidfile" > pidfile; echo $$ > "$pidfile"; echo $$ > engine; exec sleep 1000`
const docker = '[ -f engine ] && kill -0 "$(cat engine)"'
const debootstrap = ''

test('an engine is started where none answers, brings its images, and is gone afterwards', async () => {
  const npm = 'echo "$*" >> asked\n[ "$2" = run ] || { docker && echo "1 passed, 0 failed"; }'
  const machine = await layOutMachine({ java: java17, npm, docker, dockerd, debootstrap })

  const { exitCode, output } = await machine.run()

  expect(await machine.read('asked')).toBe('--silent run images\n--silent test\n')
  expect(output).toBe('starting a container engine\n1 passed, 0 failed\n')
  expect(exitCode).toBe(0)
  expect(await isRunning(Number(await machine.read('engine')))).toBe(false)
  expect(existsSync(dirname((await machine.read('pidfile')).trim()))).toBe(false)
})

test('an engine that a killed run has left is ended and removed before the next one starts', async () => {
  const machine = await layOutMachine({ java: java17, npm: green, docker, dockerd, debootstrap })
  const left = join(machine.temporary, 'tailspan-engine.left')
  await mkdir(join(left, 'exec'), { recursive: true })
  await writeFile(join(left, 'owner'), String(await endedPid()))

  const { output } = await machine.run()

  expect(output).toBe(
    `removing what a run that was killed has left in ${left}\nstarting a container engine\n3 passed, 0 failed\n`,
  )
  expect(await readdir(machine.temporary)).toEqual([])
})

test('an engine whose run still works is left alone', async () => {
  const machine = await layOutMachine({ java: java17, npm: green, docker, dockerd, debootstrap })
  const other = join(machine.temporary, 'tailspan-engine.other')
  await mkdir(other)
  await writeFile(join(other, 'owner'), String(process.pid))

  await machine.run()

  expect(await readdir(machine.temporary)).toEqual(['tailspan-engine.other'])
})

test('the engine is installed by name where there is none', async () => {
  const installs = `echo "$@" >> asked
    [ "$1" = update ] || { ln -sf "$PWD/bin/dockerd-new" bin/dockerd; ln -sf "$PWD/bin/docker-new" bin/docker; }`
  const tools = { 'dockerd-new': dockerd, 'docker-new': docker, 'apt-get': installs }
  const machine = await layOutMachine({ java: java17, npm: green, docker: 'exit 1', ...tools })

  const { output } = await machine.run()

  expect(await machine.read('asked')).toBe(
    'update -qq\ninstall -y -qq --no-install-recommends docker.io iptables debootstrap\n',
  )
  expect(output).toBe('starting a container engine\n3 passed, 0 failed\n')
})

test('without an engine and without the right to install one the tests run all the same', async () => {
  const machine = await layOutMachine({
    java: java17,
    npm: green,
    docker: 'exit 1',
    id: 'echo 1000',
  })

  const { exitCode, output } = await machine.run()

  expect(output).toBe(
    'No container engine answers and none can be started: the container suite will be left out.\n3 passed, 0 failed\n',
  )
  expect(exitCode).toBe(0)
})

test('PgBouncer is installed by name where there is none, after one look at the lists', async () => {
  const installs = 'echo "$@" >> asked; ln -sf "$PWD/bin/java17" bin/java'
  const tools = { java17, pgbouncer: none, 'apt-get': installs }
  const machine = await layOutMachine({ ...tools, npm: green })

  const { output } = await machine.run()

  expect((await machine.read('asked')).split('\n')).toEqual([
    'update -qq',
    'install -y -qq --no-install-recommends openjdk-17-jre-headless',
    'install -y -qq --no-install-recommends pgbouncer',
    '',
  ])
  expect(output).toBe('3 passed, 0 failed\n')
})

test.each([
  ['pgbouncer', 'PgBouncer cannot be installed: its tests will be skipped.'],
  ['chromium', 'Chromium cannot be installed: the tests of the console will be skipped.'],
  ['promtool', 'Prometheus cannot be installed: the tests of the alerts will be skipped.'],
])('a machine that cannot install %s says which tests are skipped', async (tool, says) => {
  const tools = { java: java17, [tool]: none, 'apt-get': 'exit 1' }
  const machine = await layOutMachine({ ...tools, npm: green })

  const { exitCode, output } = await machine.run()

  expect(output).toBe(`${says}\n3 passed, 0 failed\n`)
  expect(exitCode).toBe(0)
})

/** A checkout with nothing but .ci/run, on a machine that has only the tools given and the plainest; an engine answers. */
async function layOutMachine(tools: Readonly<Record<string, string>>) {
  const root = await mkdtemp(join(tmpdir(), 'tailspan-ci-'))
  onTestFinished(() => rm(root, { recursive: true, force: true }))
  await mkdir(join(root, 'bin'))
  await mkdir(join(root, '.ci'))
  await copyFile(join(checkout, '.ci/run'), join(root, '.ci/run'))
  const plain =
    'awk cat dirname head ln mktemp node rm sed setsid sleep sort timeout touch umount xargs'.split(
      ' ',
    )
  await Promise.all(plain.map((name) => linkTool(root, name)))
  await Promise.all(
    Object.entries({
      id: 'echo 0',
      docker: '',
      pgbouncer: '',
      chromium: '',
      promtool: '',
      ...tools,
    })
      .filter(([, script]) => script !== none)
      .map((tool) => writeTool(root, tool)),
  )
  const file = '/bin/bash'
  const temporary = join(root, 'tmp')
  await mkdir(temporary)
  const env = { PATH: join(root, 'bin'), TMPDIR: temporary }
  return {
    temporary,
    run: () => runCommand({ file, args: ['.ci/run'], cwd: root, env }),
    read: (name: string) => readFile(join(root, name), 'utf8'),
  }
}

/** The id of a process that no longer runs. */
async function endedPid(): Promise<number> {
  const { output } = await runCommand({ file: '/bin/bash', args: ['-c', 'echo $$'], cwd: checkout })
  return Number(output)
}

async function linkTool(root: string, name: string): Promise<void> {
  const { output } = await runCommand({ file: 'which', args: [name], cwd: root })
  await symlink(output.trim(), join(root, 'bin', name))
}

async function writeTool(root: string, [name, script]: readonly [string, string]): Promise<void> {
  const file = join(root, 'bin', name)
  await writeFile(file, `#!/bin/bash\n${script}\n`)
  await chmod(file, 0o755)
}
