import { createGroup, createReadiness } from '@tailspan/lifecycle'
import { eventually } from '@tailspan/testkit'
import { onTestFinished } from 'vitest'
import { createDebug, type DebugOptions } from '../src/index.ts'

/** A debug listener as a service has it: in a group, with everything optional. */
export async function openDebug(options: Partial<DebugOptions> = {}) {
  const { readiness = createReadiness() } = options
  const debug = createDebug({ port: 0, ...options, readiness })
  const stop = new AbortController()
  const group = createGroup({ graceMs: 2_000, readiness })
  const last = { name: 'last' }
  for (const actor of debug.supervise([last])) group.add(actor)
  let isEnded = false
  const ended = group.run(stop.signal).finally(() => {
    isEnded = true
  })
  await eventually(() => readiness.ready() || isEnded)
  onTestFinished(async () => {
    stop.abort()
    await ended
  })
  const url = `http://127.0.0.1:${debug.port()}`
  return {
    url,
    ended,
    readiness,
    stop: () => stop.abort(),
    get: (path: string, init?: RequestInit) => fetch(`${url}${path}`, init),
    getJson: async (path: string) => (await fetch(`${url}${path}`)).json() as Promise<Json>,
    getText: async (path: string) => (await fetch(`${url}${path}`)).text(),
  }
}

// biome-ignore lint/suspicious/noExplicitAny: what a page says is what the test is about
type Json = any
