import { setTimeout as delay } from 'node:timers/promises'
import { CannotStart } from '../cannot-start.ts'
import { ask, type Protocol, type Question } from '../system/ask.ts'

/** What the answer to an order says, and how long things took. */
export type DemoOrder = {
  readonly id: string
  readonly traceId: string
  readonly message: string
  /** From the request to its answer. */
  readonly answeredMs: number
}

/** Where orders are placed. */
type OrderService = { readonly url: string; readonly protocol: Protocol }

const order = {
  customer: { email: 'ada@example.com' },
  lines: [{ sku: 'tea', quantity: 2 }],
}
const pollMs = 50
const patienceMs = 30_000

/**
 * Places the order that a person sees after `npm start`.
 *
 * errors: demo-refused, with the service's own words, or why there are none
 */
export async function placeDemoOrder({ url, protocol }: OrderService): Promise<DemoOrder> {
  const question = { url: `${url}/orders`, protocol, method: 'POST', body: order }
  const { answer, answeredMs } = await askPatiently(question)
  if (answer.status !== 202)
    throw new CannotStart(
      'demo-refused',
      `The order service answered ${answer.status} to the demo order: ${answer.text}`,
    )
  const { id, message } = JSON.parse(answer.text) as { id: string; message: string }
  // traceresponse: 00-<trace id>-<span id>-<flags>
  const traceId = answer.headers.traceresponse?.split('-')[1] ?? ''
  return { id, message, traceId, answeredMs }
}

/** Again while it is told to come back later: what a machine does for the first time may take longer than peers may take. */
async function askPatiently(question: Question) {
  const endMs = performance.now() + patienceMs
  while (true) {
    const sentAt = performance.now()
    const answer = await ask(question).catch(refused)
    const laterMs = Number(answer.headers['retry-after']) * 1_000
    const isPutOff = laterMs > 0 && performance.now() + laterMs < endMs
    if (!isPutOff) return { answer, answeredMs: performance.now() - sentAt }
    await delay(laterMs)
  }
}

/**
 * Waits until the order is settled and returns what became of it; at the deadline, what it is then.
 *
 * units:  deadlineMs on the clock of `performance.now()`
 * errors: demo-refused when the service does not say it by then
 */
export async function awaitSettled(
  { url, protocol }: OrderService,
  id: string,
  deadlineMs: number,
): Promise<string> {
  while (true) {
    const isLate = performance.now() > deadlineMs
    const answer = await ask({ url: `${url}/orders/${id}`, protocol }).catch(unlessPatient(!isLate))
    if (answer?.status === 200) {
      const { status } = JSON.parse(answer.text) as { status: string }
      if (status !== 'placed' || isLate) return status
    } else if (answer && isLate) {
      const says = `${answer.status} to the question what became of the demo order: ${answer.text}`
      throw new CannotStart('demo-refused', `The order service answered ${says}`)
    }
    await delay(pollMs)
  }
}

/** An answer that did not come is asked for again, as long as there is time. */
function unlessPatient(isPatient: boolean) {
  return (error: Error) => (isPatient ? undefined : refused(error))
}

function refused(cause: Error): never {
  const sentence = `The demo order got ${cause.message}. Is something else using this machine, or this port?`
  throw new CannotStart('demo-refused', sentence, { cause })
}
