import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Ports } from '@tailspan/local'
import { endWithUs } from '../measure/end-with-us.ts'
import { apart, program } from '../system/cli-start.ts'

/** `npm start`, left running; `await using` ends it. */
export type Staying = AsyncDisposable & {
  readonly ports: Ports
  /** Presses Ctrl-C and waits for the end; again, it only waits. */
  stop(): Promise<void>
}

const staying = 'Ctrl-C stops everything'

/** Starts everything as a person does, with this state and by this command, and waits until it stays. */
export async function openStart(
  state: string,
  command: readonly string[] = [program, 'start'],
): Promise<Staying> {
  const { env, ports } = await apart(state)
  const child = spawn(process.execPath, [...command, '--local'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env,
  })
  const ended = once(child, 'exit')
  const stop = async () => {
    child.kill('SIGINT')
    await ended
  }
  const forget = endWithUs(stop)
  const dispose = () => stop().finally(forget)
  await untilSaid(child.stdout, staying).catch(async (error) => {
    await dispose()
    throw error
  })
  return { ports, stop, [Symbol.asyncDispose]: dispose }
}

/** Reads on whatever comes, so that the child never waits for us. */
function untilSaid(output: NodeJS.ReadableStream, words: string): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  let said = ''
  output.on('data', (chunk) => {
    said = `${said}${chunk}`.slice(-10_000)
    if (said.includes(words)) resolve()
  })
  output.once('end', () => reject(new Error(`npm start ended too early: ${said}`)))
  return promise
}
