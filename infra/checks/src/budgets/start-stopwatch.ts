import { readFileSync } from 'node:fs'

/** How long something took, and how long it would have taken had this machine done nothing else. */
export type Took = {
  readonly wallSeconds: number
  /** Undefined where the system does not say what its processor did. */
  readonly ownSeconds?: number
  /** Processor time of this process and all that it started. */
  readonly processorSeconds?: number
}

type Reading = {
  readonly processorSeconds: number
  readonly idleSeconds: number
  readonly cores: number
}

// What Linux counts in, on every machine that Node runs on.
const ticksPerSecond = 100

type Clocks = { read(): Reading | undefined; now(): number }

const real: Clocks = { read: readProcessor, now: () => performance.now() }

/** Starts to measure; call the result to read it. */
export function startStopwatch({ read, now }: Clocks = real): () => Took {
  const startedMs = now()
  const before = read()
  return () => {
    const wallSeconds = (now() - startedMs) / 1_000
    const after = read()
    if (!before || !after) return { wallSeconds }
    const processorSeconds = after.processorSeconds - before.processorSeconds
    const idleSeconds = after.idleSeconds - before.idleSeconds
    // The rest of the time the processor worked for others, or waited for a disk that others use, too.
    const ownSeconds = Math.min(wallSeconds, (processorSeconds + idleSeconds) / after.cores)
    return { wallSeconds, ownSeconds, processorSeconds }
  }
}

/**
 * shape: /proc/self/stat  pid (name) state …, fields 14 to 17: utime stime cutime cstime, the last two of ended children
 *        /proc/stat       cpu user nice system idle iowait …, a line `cpuN` for each core
 */
function readProcessor(): Reading | undefined {
  const own = readText('/proc/self/stat')
  const all = readText('/proc/stat')
  if (own === undefined || all === undefined) return undefined
  const fields = own.slice(own.lastIndexOf(')') + 2).split(' ')
  const times = fields.slice(11, 15).map(Number)
  const [, , , , idle = 0] = (all.split('\n', 1)[0] ?? '').split(/\s+/).map(Number)
  return {
    processorSeconds: times.reduce((sum, ticks) => sum + ticks, engineTicks()) / ticksPerSecond,
    idleSeconds: idle / ticksPerSecond,
    cores: all.match(/^cpu\d+ /gm)?.length ?? 1,
  }
}

/** What the containers did: their processes are no children of ours. Found where the engine keeps its own count. */
function engineTicks(): number {
  const nanoseconds = Number(readText('/sys/fs/cgroup/cpuacct/docker/cpuacct.usage') ?? 0)
  const text = readText('/sys/fs/cgroup/docker/cpu.stat') ?? ''
  const microseconds = Number(/^usage_usec (\d+)/m.exec(text)?.[1] ?? 0)
  return (nanoseconds / 1e9 + microseconds / 1e6) * ticksPerSecond
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}
