import { Agent, request } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import type { Load, LoadOutcome } from './load.ts'

const { urls, seconds, pace } = JSON.parse(process.argv[2] ?? '') as Load
const agent = new Agent({ keepAlive: true })
const skus = ['tea', 'coffee', 'cocoa']
const bodies = skus.map((sku) =>
  JSON.stringify({ customer: { email: 'ada@example.com' }, lines: [{ sku, quantity: 1 }] }),
)
// An answer that comes later than this is none: a service that cannot keep pace is not loaded further.
const mostOpen = 1_000
const answersMs: number[] = []
let sent = 0
let open = 0
let refused = 0
let unsent = 0

/** One order; the clock runs from the moment when it was due, not from when there was time for it. */
function post(dueMs: number): Promise<void> {
  const body = bodies[sent % bodies.length] ?? ''
  const url = `${urls[sent % urls.length]}/orders`
  const headers = { 'content-type': 'application/json', 'content-length': body.length }
  sent += 1
  open += 1
  return new Promise((resolve) => {
    const settle = (isAccepted: boolean) => {
      open -= 1
      if (isAccepted) answersMs.push(performance.now() - dueMs)
      else refused += 1
      resolve()
    }
    const call = request(url, { agent, method: 'POST', headers }, (response) => {
      response.resume().once('end', () => settle(response.statusCode === 202))
    })
    call.once('error', () => settle(false))
    call.end(body)
  })
}

async function postAtRate(ratePerSecond: number): Promise<void> {
  const beginMs = performance.now()
  const all: Promise<void>[] = []
  for (let i = 0; i < ratePerSecond * seconds; i += 1) {
    const dueMs = beginMs + (i * 1_000) / ratePerSecond
    if (dueMs > performance.now()) await pause(dueMs - performance.now())
    if (open < mostOpen) all.push(post(dueMs))
    else unsent += 1
  }
  await Promise.all(all)
}

/** Each of so many clients posts again as soon as it is answered. */
async function postWithoutPause(clients: number): Promise<void> {
  const endMs = performance.now() + seconds * 1_000
  const visit = async () => {
    while (performance.now() < endMs) await post(performance.now())
  }
  await Promise.all(Array.from({ length: clients }, visit))
}

await ('ratePerSecond' in pace ? postAtRate(pace.ratePerSecond) : postWithoutPause(pace.clients))
agent.destroy()
const { user, system } = process.cpuUsage()
const outcome: LoadOutcome = { answersMs, refused, unsent, cpuSeconds: (user + system) / 1e6 }
process.stdout.write(JSON.stringify(outcome))
