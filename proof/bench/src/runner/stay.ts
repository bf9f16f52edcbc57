import { quantile } from '../measure/quantile.ts'
import { placeOrders } from '../stage/load.ts'
import { openStart } from './open-start.ts'

/** How `npm start` bears a load: the answers of the services beside it, and its end. */
export type Stay = { readonly answerMs: number; readonly stopMs: number }

const ratePerSecond = 100

/** Starts everything as a person does, places orders for so many seconds, and presses Ctrl-C. */
export async function stayUnderLoad(state: string, seconds: number): Promise<Stay> {
  await using started = await openStart(state)
  const urls = [`http://127.0.0.1:${started.ports.order}`]
  const { answersMs } = await placeOrders({ urls, seconds, pace: { ratePerSecond } })
  const askedAtMs = performance.now()
  await started.stop()
  return { answerMs: quantile(answersMs, 0.5), stopMs: performance.now() - askedAtMs }
}
