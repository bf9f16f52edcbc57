import { fstatSync } from 'node:fs'
import { LineWriter } from './line-writer.ts'

const [stdout, stderr] = [1, 2]
const lastAttemptsMs = 1_000
const pauseMs = 10

// One per process, like stdout itself: two would write into each other's lines.
let lines: LineWriter | undefined

/**
 * The lines of this process on stdout.
 *
 * shape:   a reader that is slow or gone blocks nothing; the process goes on whatever becomes of its lines, and
 *          says on stderr when they cannot be written
 * units:   at the exit a reader that lags gets a second
 */
export function stdoutLines(service: string): LineWriter {
  lines ??= open(service)
  return lines
}

function open(service: string): LineWriter {
  const line = (fields: object) =>
    `${JSON.stringify({ level: 'warn', time: new Date().toISOString(), service, ...fields })}\n`
  const errors = new LineWriter(stderr, { report: () => '\n' })
  const report = (event: string, fields: object) => {
    dontBlock(stderr, () => process.stderr)
    errors.write(line({ ...fields, event }))
  }
  dontBlock(stdout, () => process.stdout)
  const writer = new LineWriter(stdout, {
    report: (lost) => line({ ...lost, event: 'log.dropped' }),
    onTrouble: (reason) => report('log.unwritable', { reason }),
  })
  process.on('exit', () => {
    finish(writer)
    if (writer.lost.lines > 0) report('log.lost', writer.lost)
  })
  return writer
}

/**
 * A write into a full pipe would stop the whole process until somebody reads. Node makes a pipe non-blocking
 * when it opens its own stream on it, and undoes that at the exit.
 */
function dontBlock(fd: number, openStream: () => unknown): void {
  try {
    const kind = fstatSync(fd)
    if (kind.isFIFO() || kind.isSocket()) openStream()
  } catch {
    // No such descriptor: writing will fail and be counted.
  }
}

function finish(writer: LineWriter): void {
  const endMs = performance.now() + lastAttemptsMs
  writer.flush()
  while (writer.trouble === 'EAGAIN' && performance.now() < endMs) {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pauseMs)
    writer.flush()
  }
}
