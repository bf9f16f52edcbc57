import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

/** One line of a child's log. */
export type Line = { event: string } & Record<string, unknown>

/** A process of its own that can be sent real signals, and whose log can be waited for. */
export interface Child extends AsyncDisposable {
  readonly lines: readonly Line[]
  /** Resolves with the first line of this event, also when it was written before. */
  logged(event: string, fields?: object): Promise<Line>
  signal(name: NodeJS.Signals): void
  /** The exit code, or the signal's name when it was killed by it. */
  readonly exited: Promise<number | NodeJS.Signals>
}

/** Runs test/service.ts with one of its scenarios. */
export function startChild(scenario: string): Child {
  const file = fileURLToPath(new URL('./service.ts', import.meta.url))
  const flags = ['--conditions=@tailspan/source', file, scenario]
  const child = spawn(process.execPath, flags, { stdio: ['ignore', 'pipe', 'inherit'] })
  const exited = once(child, 'close').then(([code, signal]) => code ?? signal)
  return {
    ...follow(child),
    exited,
    signal: (name) => child.kill(name),
    [Symbol.asyncDispose]: end,
  }

  async function end(): Promise<void> {
    child.kill('SIGKILL')
    await exited
  }
}

function follow({ stdout }: ChildProcess) {
  if (!stdout) throw new Error('the child has no output')
  const lines: Line[] = []
  const waiting = new Set<() => void>()
  createInterface(stdout).on('line', (text) => {
    lines.push(JSON.parse(text))
    for (const look of waiting) look()
  })
  return {
    lines,
    logged: (event: string, fields: object = {}) =>
      new Promise<Line>((resolve) => {
        const wanted = JSON.stringify(fields).slice(1, -1)
        const look = () => {
          const found = lines.find(
            (line) => line.event === event && JSON.stringify(line).includes(wanted),
          )
          if (found) resolve(found)
          return found !== undefined
        }
        if (!look()) waiting.add(look)
      }),
  }
}
