import { mkdir, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { connect } from 'node:net'
import { join } from 'node:path'
import { compileCache, ownEnv } from '../config.ts'
import { findFreePorts } from '../free-ports.ts'
import { type Exit, type PartProcess, spawnPart } from '../process/part-process.ts'
import { untilReady } from '../process/until-ready.ts'
import { toPartEnv } from '../shell-env.ts'

/** Where and how the mail catcher is started. */
export type MailCatcherOptions = {
  /** Its mails; emptied at every start. */
  readonly dir: string
  /** Where its log and its record lie; the data folder unless given. */
  readonly state?: string
  /** Chosen when left out. */
  readonly smtpPort?: number
  readonly webPort?: number
  readonly signal?: AbortSignal
}

/** A mail catcher that takes mails and shows them. */
export type MailCatcher = {
  readonly pid: number
  readonly smtpPort: number
  readonly webPort: number
  readonly smtpUrl: string
  /** The page with the mails; its API is below it: `/email`. */
  readonly webUrl: string
  readonly process: PartProcess
  stop(): Promise<Exit>
  kill(): Promise<Exit>
  [Symbol.asyncDispose](): Promise<void>
}

/**
 * Starts maildev on 127.0.0.1 and waits for its SMTP greeting and its page.
 *
 * errors:  part-failed
 * repeats: several may run at once, each in a folder and on ports of its own
 */
export async function startMailCatcher(options: MailCatcherOptions): Promise<MailCatcher> {
  const { dir, state = dir } = options
  const mails = join(dir, 'mails')
  await rm(mails, { recursive: true, force: true })
  await mkdir(mails, { recursive: true })
  const [freeSmtp = 0, freeWeb = 0] = await findFreePorts(2)
  const smtpPort = options.smtpPort || freeSmtp
  const webPort = options.webPort || freeWeb
  const program = createRequire(import.meta.url).resolve('maildev/bin/maildev')
  const at = ['--ip', '127.0.0.1', '--smtp', `${smtpPort}`, '--web', `${webPort}`]
  const part = await spawnPart({
    name: 'mail',
    state,
    command: process.execPath,
    args: ['--max-semi-space-size=2', program, ...at, '--mail-directory', mails],
    env: { ...toPartEnv(ownEnv), NODE_COMPILE_CACHE: compileCache(ownEnv) },
  })
  const webUrl = `http://127.0.0.1:${webPort}`
  const serves = async () => (await greets(smtpPort)) && (await fetch(`${webUrl}/healthz`)).ok
  await untilReady(part, { serves, signal: options.signal })
  return toMailCatcher(part, { smtpPort, webPort, webUrl })
}

function greets(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    const end = (answer: boolean) => {
      socket.destroy()
      resolve(answer)
    }
    socket.once('error', () => end(false))
    socket.once('data', (greeting) => end(greeting.toString().startsWith('220')))
  })
}

function toMailCatcher(
  part: PartProcess,
  at: { smtpPort: number; webPort: number; webUrl: string },
): MailCatcher {
  const stop = () => part.stop('SIGTERM')
  return {
    ...at,
    pid: part.pid,
    smtpUrl: `smtp://127.0.0.1:${at.smtpPort}`,
    process: part,
    stop,
    kill: part.kill,
    [Symbol.asyncDispose]: async () => void (await stop()),
  }
}
