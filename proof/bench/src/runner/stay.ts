import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { endWithUs } from '../measure/end-with-us.ts'
import { quantile } from '../measure/quantile.ts'
import { placeOrders } from '../stage/load.ts'
import { apart, program } from '../system/cli-start.ts'

/** How `npm start` bears a load: the answers of the services beside it, and its end. */
export type Stay = { readonly answerMs: number; readonly stopMs: number }

const ratePerSecond = 100
const staying = 'Ctrl-C stops everything'

/** Starts everything as a person does, places orders for so many seconds, and presses Ctrl-C. */
export async function stayUnderLoad(state: string, seconds: number): Promise<Stay> {
  const { env, ports } = await apart(state)
  const child = spawn(process.execPath, [program, 'start', '--local'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env,
  })
  const ended = once(child, 'exit')
  const forget = endWithUs(async () => {
    child.kill('SIGINT')
    await ended
  })
  try {
    await untilSaid(child.stdout, staying)
    const urls = [`http://127.0.0.1:${ports.order}`]
    const { answersMs } = await placeOrders({ urls, seconds, pace: { ratePerSecond } })
    const askedAtMs = performance.now()
    child.kill('SIGINT')
    await ended
    return { answerMs: quantile(answersMs, 0.5), stopMs: performance.now() - askedAtMs }
  } finally {
    child.kill('SIGINT')
    await ended
    forget()
  }
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
