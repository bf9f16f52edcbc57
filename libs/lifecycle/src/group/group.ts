import { GroupMisused, shuttingDown } from '../lifecycle-error.ts'
import { type Log, silentLog } from '../log.ts'
import type { Actor } from './actor.ts'
import { GroupEnd } from './group-end.ts'
import { type Cause, describeCause, type GroupResult, wasAsked } from './group-result.ts'
import { longestTimerMs } from './longest-timer.ts'
import { Member } from './member.ts'
import type { Readiness } from './readiness.ts'
import { createStopBudget, type StopWindow } from './stop-budget.ts'

/** `graceMs` is the budget of all stops together; `readiness` follows the group's own life. */
export type GroupOptions = {
  graceMs: number
  drainDelayMs?: number
  readiness?: Readiness
  log?: Log
}

/** Actors that start, live and end together. */
export interface Group {
  add(actor: Actor): void
  run(signal?: AbortSignal): Promise<GroupResult>
}

/**
 * Runs actors together: the first to end, with a value or an error, ends all.
 *
 * shape:   starts go down the list one after another, stops go up it, each isolated from the others
 * units:   graceMs for all stops together; before it drainDelayMs, during which readiness refuses already
 * errors:  never rejects because of an actor; GroupMisused when run twice or added to after run
 * source:  docs/adr/0005-stop-order.md
 */
export function createGroup(options: GroupOptions): Group {
  const actors: Actor[] = []
  let used = false
  return {
    add(actor) {
      if (used) throw new GroupMisused(`${actor.name} was added after the group was run`)
      actors.push(actor)
    },
    async run(signal) {
      if (used) throw new GroupMisused('a group runs once')
      used = true
      if (actors.length === 0) return nothing({ kind: 'empty' })
      if (signal?.aborted) return nothing({ kind: 'aborted', reason: signal.reason })
      return live(actors, { ...options, signal })
    },
  }
}

function nothing(cause: Cause): GroupResult {
  return { cause, errors: [], abandoned: [] }
}

type Life = GroupOptions & { signal: AbortSignal | undefined }

async function live(actors: readonly Actor[], life: Life): Promise<GroupResult> {
  const end = new GroupEnd()
  const members = actors.map((actor) => new Member(actor, end))
  const abort = () => end.decide({ kind: 'aborted', reason: life.signal?.reason })
  life.signal?.addEventListener('abort', abort, { once: true })

  await startAll(members, end, life)
  const cause = await end.decided
  life.signal?.removeEventListener('abort', abort)
  announce(cause, life.log)
  await stopAll(members, end, life)
  return { cause, errors: end.errors, abandoned: end.abandoned }
}

async function startAll(members: Member[], end: GroupEnd, { readiness, log }: Life) {
  const starting = new AbortController()
  void end.decided.then(() => starting.abort(shuttingDown))
  for (const member of members) {
    // An actor may never get ready: the end of another one must not wait for it.
    await Promise.race([member.start(starting.signal), end.decided])
    if (end.cause) return
    log?.info('actor.started', { actor: member.actor.name })
  }
  readiness?.accept()
}

// At once and not with the result: whatever hangs from here on, the reason is known.
function announce(cause: Cause, log: Log = silentLog): void {
  const fields = { cause: describeCause(cause) }
  if (wasAsked(cause)) log.info('group.stopping', fields)
  else
    log.error('group.stopping', { ...fields, ...(cause.kind === 'failed' && { err: cause.error }) })
}

async function stopAll(members: Member[], end: GroupEnd, life: Life): Promise<void> {
  const { readiness, log = silentLog, graceMs, drainDelayMs = 0 } = life
  const wasReady = readiness?.ready() ?? true
  readiness?.refuse('stopping')
  const stopping = members.filter((member) => member.touched).reverse()
  for (const member of stopping) member.quiesce()
  // Nobody sends traffic to what was never ready, so there is nobody to wait for.
  if (wasReady && drainDelayMs > 0) await delay(drainDelayMs)

  const budget = createStopBudget(
    graceMs,
    stopping.map((member) => member.actor),
  )
  for (const member of stopping) {
    const { name } = member.actor
    const ended = await stopWithin(member, budget.windowFor(member.actor))
    if (ended) log.info('actor.stopped', { actor: name })
    else end.abandoned.push(name)
  }
}

async function stopWithin(member: Member, { softMs, lastMs }: StopWindow): Promise<boolean> {
  const budget = new AbortController()
  const late = Promise.withResolvers<false>()
  let timer = setTimeout(cutShort, softMs)
  let known: NodeJS.Immediate | undefined

  // The last time is counted from when the abort is known, however late a busy process comes to it: an actor
  // that is to say in it what it abandons must have all of it.
  function cutShort(): void {
    clearTimeout(timer)
    budget.abort(shuttingDown)
    known = setImmediate(() => {
      timer = setTimeout(() => late.resolve(false), lastMs)
    })
  }
  if (softMs === 0) cutShort()
  try {
    return await Promise.race([member.stop(budget.signal, lastMs).then(() => true), late.promise])
  } finally {
    clearImmediate(known)
    clearTimeout(timer)
  }
}

function delay(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.min(ms, longestTimerMs)))
}
