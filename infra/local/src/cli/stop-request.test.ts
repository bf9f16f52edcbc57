import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'

const module = fileURLToPath(new URL('./stop-request.ts', import.meta.url))

/** A program that tells when it is asked to stop and when it is hurried, and lives on in between. */
async function startProgram(more = '') {
  const program = `
    import { listenForStop } from ${JSON.stringify(module)}
    const stop = listenForStop((code) => { console.log('hurry', code); process.exit(code) })
    stop.addEventListener('abort', () => console.log('stop', stop.reason))
    setInterval(() => {}, 1e6)
    console.log('up')
    ${more}`
  const flags = ['--input-type=module-typescript', '--eval']
  const child = spawn(process.execPath, [...flags, program], { stdio: ['ignore', 'pipe', 'pipe'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  let said = ''
  child.stdout.on('data', (chunk) => {
    said += chunk
  })
  const errors = text(child.stderr)
  // Not at its exit: what it said last may come after that.
  const ended = once(child, 'close')
  await expect.poll(() => said).toContain('up')
  return { child, errors, ended, said: () => said }
}

test('Ctrl-C that arrives twice at once is one request; half a second later it is haste', async () => {
  const { child, ended, said } = await startProgram()

  const askedAt = performance.now()
  child.kill('SIGINT')
  await expect.poll(said).toContain('stop 130')
  while (child.exitCode === null) {
    child.kill('SIGINT')
    await new Promise(setImmediate)
  }

  expect(await ended).toEqual([130, null])
  expect(performance.now() - askedAt).toBeGreaterThan(450)
  expect(said()).toBe('up\nstop 130\nhurry 130\n')
})

test('Ctrl-C that arrives twice at once is one request, also for a program too busy to see it in time', async () => {
  const busy = `
    stop.addEventListener('abort', () => {
      const endMs = performance.now() + 700
      while (performance.now() < endMs);
      setTimeout(() => { console.log('done'); process.exit(0) }, 100)
    })`
  const { child, ended, said } = await startProgram(busy)

  child.kill('SIGINT')
  // Another one: two of the same that a program has not seen yet are one.
  child.kill('SIGTERM')

  expect(await ended).toEqual([0, null])
  expect(said()).toContain('done')
})

test('SIGTERM asks to stop with its own number', async () => {
  const { child, said } = await startProgram()

  child.kill('SIGTERM')

  await expect.poll(said).toBe('up\nstop 143\n')
})

test('a mistake of the program itself is shown and ends everything at once', async () => {
  const { errors, ended, said } = await startProgram(
    "setTimeout(() => { throw new Error('oops') })",
  )

  expect(await ended).toEqual([1, null])
  expect(said()).toContain('hurry 1')
  expect(await errors).toContain('Error: oops')
})

const exitsWhenAsked = `
  const { endCode } = await import(${JSON.stringify(module)})
  stop.addEventListener('abort', () => process.exit(endCode(stop)))
  setInterval(() => console.log('more'), 5)`

test('L10 an output that cannot be written any more ends with 1, a signal with 0', async () => {
  const unread = await startProgram(exitsWhenAsked)
  const asked = await startProgram(exitsWhenAsked)

  unread.child.stdout.destroy()
  asked.child.kill('SIGTERM')

  expect(await unread.ended).toEqual([1, null])
  expect(await asked.ended).toEqual([0, null])
})
