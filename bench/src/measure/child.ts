import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** A server under measurement, alone in its process; `await using` ends it. */
export type Child = AsyncDisposable & {
  readonly url: string
  /** Asks it something; see `answerQuestions`. */
  ask(question: string): Promise<number>
}

// To count the living objects of a kind is an experiment of Node's, and says so at each start.
const quiet = '--disable-warning=ExperimentalWarning'
const flags = ['--conditions=@tailspan/source', '--expose-gc', quiet]

/** Starts a program of this folder that calls `answerQuestions`. */
export async function startChild(program: URL): Promise<Child> {
  const child = spawn(process.execPath, [...flags, fileURLToPath(program)], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const port = await answerOf(child)
  return {
    url: `http://127.0.0.1:${port}`,
    ask(question) {
      child.send(question)
      return answerOf(child)
    },
    async [Symbol.asyncDispose]() {
      const exited = once(child, 'exit')
      child.kill('SIGKILL')
      await exited
    },
  }
}

async function answerOf(child: ChildProcess): Promise<number> {
  const ended = once(child, 'exit').then(() => {
    throw new Error('the measured process has ended')
  })
  const [answer] = await Promise.race([once(child, 'message'), ended])
  return Number(answer)
}
