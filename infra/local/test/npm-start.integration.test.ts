import { readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { manifestOf, serviceNames } from '@tailspan/manifest'
import { eventually } from '@tailspan/testkit'
import { expect, onTestFinished, test } from 'vitest'
import { hostileShell } from './hostile-shell.ts'
import { apart, runCommand } from './npm-start.ts'
import { scratchFolder } from './scratch.ts'

const brokenTrace = { OTEL_PROPAGATORS: 'none' }
// A start takes seconds, and minutes where others keep the processor busy.
const patience = { timeout: 240_000 }
const patient = { timeoutMs: 240_000 }
const staying = 'Ctrl-C stops everything'
// The one that serves soonest when it is started again.
const [victim = ''] = serviceNames.toSorted(
  (a, b) => manifestOf(a).needs.length - manifestOf(b).needs.length,
)

type Running = Pick<ReturnType<typeof runCommand>, 'ended'>

/** Kills each process of the victim once, until the system has ended. */
async function killUntilEnd(state: string, { ended }: Running) {
  const killed = new Set<number>()
  let isOver = false
  void ended.then(() => {
    isOver = true
  })
  await eventually(() => {
    const pid = isOver ? 0 : pidOf(state, victim)
    if (pid && !killed.has(pid)) process.kill(pid, 'SIGKILL')
    killed.add(pid)
    return isOver
  }, patient)
  return ended
}

function pidOf(state: string, part: string): number {
  return JSON.parse(readFileSync(join(state, 'run', `${part}.json`), 'utf8')).pid
}

test('--once --json: confirmed, two mails, one whole trace over all services, and nothing stays', async () => {
  const state = scratchFolder()

  const { stdout, exitCode } = await runCommand(
    ['start', '--local', '--once', '--json'],
    await apart(state),
  ).ended

  const result = JSON.parse(stdout)
  expect(exitCode).toBe(0)
  expect(result).toMatchObject({ mode: 'local', status: 'confirmed' })
  expect(result.services).toEqual(serviceNames.toSorted())
  expect(result.traceIds).toHaveLength(1)
  expect(result.mails).toHaveLength(2)
  expect(readdirSync(join(state, 'run'))).toEqual([])
}, 400_000)

test('E1 E2 in a shell full of settings for other programs, with umask 077, an order is confirmed', async () => {
  const state = scratchFolder()
  const env = { ...(await apart(state)), ...hostileShell }

  const { stdout, stderr, exitCode } = await runCommand(
    ['start', '--local', '--once', '--json'],
    env,
    { umask: 0o077 },
  ).ended

  const complaints = stderr.split('\n').filter((line) => !/^(✓|…|Everything has|$)/.test(line))
  expect(complaints).toEqual([])
  expect(JSON.parse(stdout)).toMatchObject({ status: 'confirmed' })
  expect(exitCode).toBe(0)
}, 400_000)

test('a broken trace is told; after a crash the next start stops what was left; Ctrl-C ends it well', async () => {
  const state = scratchFolder()
  const env = await apart(state)
  const crashing = runCommand(['start', '--local'], { ...env, ...brokenTrace })
  await expect.poll(crashing.shown, patience).toContain(staying)
  const kafka = pidOf(state, 'kafka')
  process.kill(pidOf(state, 'runner'), 'SIGKILL')
  const crashed = await crashing.ended

  const next = runCommand(['start', '--local'], env)
  await expect.poll(next.shown, patience).toContain(staying)
  next.child.kill('SIGINT')
  const { stdout, stderr, exitCode } = await next.ended

  expect(crashed.stderr).toMatch(/the trace lacks \d+ × .* of \w+/)
  expect(stdout).toContain(`stopped kafka (pid ${kafka}), which an earlier run had left behind`)
  expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 })
  expect(readdirSync(join(state, 'run'))).toEqual([])
}, 600_000)

test('a second start and a reset are refused; a killed service comes back, the third time everything stops', async () => {
  const state = scratchFolder()
  const env = await apart(state)
  const system = runCommand(['start', '--local'], env)
  await expect.poll(system.shown, patience).toContain(staying)

  const again = await runCommand(['start', '--local'], env).ended
  const reset = await runCommand(['reset'], env).ended
  process.kill(pidOf(state, victim), 'SIGKILL')
  await expect.poll(system.shown, patience).toContain(`${victim} serves again`)
  // As soon as it has a process: on a busy machine three that serve would be spread over more than 30 s.
  const { stdout, stderr, exitCode } = await killUntilEnd(state, system)

  expect(again).toMatchObject({ exitCode: 1, stderr: expect.stringMatching(/runs already/) })
  expect(reset).toMatchObject({ exitCode: 1, stderr: expect.stringMatching(/stop it first/) })
  expect(stdout).toMatch(new RegExp(`${victim} ended by SIGKILL .*; starting ${victim} again`))
  expect(stderr).toMatch(new RegExp(`^${victim} ended 3 times within 30 s; [^\\n]+\\n$`))
  expect(exitCode).toBe(1)
  expect(readdirSync(join(state, 'run'))).toEqual([])
}, 600_000)

test('Ctrl-C in the middle of a start leaves nothing behind', async () => {
  const state = scratchFolder()
  // A trace that does not become whole keeps the start from its end, if this process stands still meanwhile.
  const env = { ...(await apart(state)), ...brokenTrace }
  const system = runCommand(['start', '--local'], env)
  await expect.poll(system.shown, patience).toContain('postgres')

  system.child.kill('SIGINT')
  const { stderr, exitCode } = await system.ended

  expect(stderr).toContain('The start was called off; everything has stopped.')
  expect(exitCode).toBe(130)
  expect(readdirSync(join(state, 'run'))).toEqual([])
}, 400_000)

test.each([
  [{ JAVA_HOME: '/no/such/java' }, /^Java was not found .* install Java 17/],
  [
    { TAILSPAN_CACHE: '/dev/null/cache' },
    /^Nothing can be written to \/dev\/null: set TAILSPAN_CACHE to a folder of yours\./,
  ],
  [{ TAILSPAN_PORT_OFFSET: 'ten' }, /TAILSPAN_PORT_OFFSET must be a whole number/],
  [{ TAILSPAN_MAVEN_MIRROR: 'ftp://x' }, /TAILSPAN_MAVEN_MIRROR must be a URL/],
])('with %j a start is one sentence and exit code 1', async (broken, sentence) => {
  const env = { ...(await apart(scratchFolder())), ...broken }

  const { stdout, stderr, exitCode } = await runCommand(['start', '--local', '--once'], env).ended

  expect(stderr).toMatch(sentence)
  expect(stderr.trim().split('\n')).toHaveLength(1)
  expect(stdout).toBe('')
  expect(exitCode).toBe(1)
})

test('a port that somebody holds stops a start before anything is started', async () => {
  const env = await apart(scratchFolder())
  const server = createServer().listen(Number(env.TAILSPAN_PORT_MAIL), '127.0.0.1')
  onTestFinished(() => void server.close())

  const { stdout, stderr, exitCode } = await runCommand(['start', '--local', '--once'], env).ended

  expect(stderr).toMatch(/^Port \d+ of the mail catcher's page is taken by .*TAILSPAN_PORT_MAIL/)
  expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 1 })
})

test('an unknown option, and containers without an engine, are one sentence each', async () => {
  const env = { ...(await apart(scratchFolder())), DOCKER_HOST: 'unix:///no/such/engine' }

  const unknown = await runCommand(['start', '--nope'], env).ended
  const docker = await runCommand(['start', '--docker'], env).ended

  expect(unknown).toMatchObject({
    exitCode: 1,
    stderr: expect.stringMatching(/^Unknown option '--nope'/),
  })
  expect(docker).toMatchObject({
    exitCode: 1,
    stderr: expect.stringMatching(/^--docker needs a container engine, and [^\n]+\n$/),
  })
})
