import { TailspanError } from '@tailspan/errors'
import { ownEnv, startTelemetry } from './config.ts'
import { runDlt } from './dlt.ts'

function explain(error: unknown): number {
  const isKnown = error instanceof TailspanError
  process.stderr.write(`${isKnown ? error.message : (error as Error).stack}\n`)
  return 1
}

// The reader of our output has left, as `| head` does: nobody is there to be told.
process.stdout.on('error', () => process.exit(1))
const { stdout: out, stderr: err } = process
const around = { env: ownEnv, out, err, startTelemetry }
process.exitCode = await runDlt(process.argv.slice(2), around).catch(explain)
