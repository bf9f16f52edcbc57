import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { ownEnv } from '@tailspan/local'

/** A server under measurement, alone in its process; `await using` ends it. */
export type Child = AsyncDisposable & {
  readonly url: string
  /** Asks it something; see `answerQuestions`. */
  ask(question: string): Promise<number>
}

// To count the living objects of a kind is an experiment of Node's, and says so at each start.
const quiet = '--disable-warning=ExperimentalWarning'
const flags = ['--conditions=@tailspan/source', '--expose-gc', quiet]

/** What a program is started with besides its arguments. */
export type Surroundings = {
  /** Loaded before the program, as `--import` does. */
  readonly imports?: readonly string[]
  /** Added to the environment of the bench. */
  readonly env?: Readonly<Record<string, string>>
}

/** Starts a program of this folder that calls `answerQuestions`. */
export async function startChild(
  program: URL,
  args: readonly string[] = [],
  { imports = [], env = {} }: Surroundings = {},
): Promise<Child> {
  const loaded = imports.flatMap((module) => ['--import', module])
  const child = spawn(process.execPath, [...flags, ...loaded, fileURLToPath(program), ...args], {
    env: { ...ownEnv, ...env },
    // Whatever it says: our own standard output is for the results alone.
    stdio: ['ignore', process.stderr, process.stderr, 'ipc'],
  })
  const ended = once(child, 'exit').then(([code, signal]) => {
    throw new Error(`the measured process has ended by itself: ${signal ?? code}`)
  })
  ended.catch(() => {})
  const answer = async () => Number((await Promise.race([once(child, 'message'), ended]))[0])
  const port = await answer()
  return {
    url: `http://127.0.0.1:${port}`,
    ask(question) {
      child.send(question)
      return answer()
    },
    async [Symbol.asyncDispose]() {
      const exited = once(child, 'exit')
      child.kill('SIGKILL')
      await exited
    },
  }
}
