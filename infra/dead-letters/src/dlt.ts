import { toKafkaOptions } from '@tailspan/config'
import { createDeadLetters, createKafka } from '@tailspan/kafka'
import type { Env } from '@tailspan/local'
import { readCommandLine } from './command-line.ts'
import type { Command, Run } from './commands/command.ts'
import { list } from './commands/list.ts'
import { replay } from './commands/replay.ts'
import { drop, release } from './commands/settle-parked.ts'
import { show } from './commands/show.ts'
import { readSettings, type Settings } from './config.ts'
import { openOutboxes } from './failures/outboxes.ts'
import { silentLog } from './failures/silent-log.ts'
import type { CommandName } from './help.ts'

/** What the command runs with: the environment, the output streams, how telemetry starts. */
export type Surroundings = Pick<Run, 'out' | 'err'> & {
  readonly env: Env
  startTelemetry(settings: Settings): Promise<AsyncDisposable>
}

const commands: Readonly<Record<CommandName, Command>> = { list, show, replay, release, drop }

/** Runs one command and returns its exit code; what is wrong is thrown as one sentence. */
export async function runDlt(args: readonly string[], around: Surroundings): Promise<number> {
  const { env, out, err } = around
  const line = readCommandLine(args)
  if (typeof line === 'string') {
    out.write(`${line}\n`)
    return 0
  }
  const settings = await readSettings(env)
  await using outboxes = openOutboxes(settings.databaseUrls)
  const options = { ...toKafkaOptions(settings), clientId: 'dlt', log: silentLog }
  const kafka = await createKafka(options)
  const sources = { deadLetters: createDeadLetters(kafka), outboxes, settings }
  const startTelemetry = () => around.startTelemetry(settings)
  return await commands[line.name]({ sources, line, out, err, startTelemetry })
}
