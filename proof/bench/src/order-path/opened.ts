import type { Effort } from '../entry.ts'
import { startChild } from '../measure/child.ts'
import { postFor } from '../measure/load.ts'
import { postSteadily } from '../measure/steady-load.ts'
import { openTopic } from '../measure/topic.ts'
import { type Counts, missing, untilArrived } from './arrival.ts'
import { type Contender, surroundings } from './contenders.ts'
import { body } from './order.ts'

/** What one round of a contender has shown. */
export type Round = {
  readonly requestsPerCpuSecond: number
  readonly answered: number
  /** Answered, and not on the topic. */
  readonly lostRecords: number
  /** Made, and not at the receiver. */
  readonly lostSpans: number
}

/** A contender that runs, with a topic and a receiver of its own. */
export type Opened = AsyncDisposable & {
  readonly contender: Contender
  readonly spansPerRequest: number
  measureRound(effort: Effort): Promise<Round>
}

const receiverProgram = new URL('../measure/span-receiver.ts', import.meta.url)
const calm = { ratePerSecond: 100, seconds: 2 }

/** Starts it, and learns from some calm requests how many spans it makes of one. */
export async function openContender(contender: Contender, brokers: string): Promise<Opened> {
  await using undo = new AsyncDisposableStack()
  const topic = undo.use(await openTopic(brokers))
  const receiver = undo.use(await startChild(receiverProgram))
  const args = [brokers, topic.name, ...contender.args]
  const child = undo.use(
    await startChild(contender.program, args, surroundings(contender, receiver.url)),
  )
  const url = `${child.url}/orders`
  const count = async (): Promise<Counts> => ({
    records: await topic.recordCount(),
    spans: await receiver.ask('spans'),
  })

  const answers = await postSteadily({ url, body, ...calm })
  const learnt = await untilArrived(count, {
    records: answers.length,
    spans: Number.POSITIVE_INFINITY,
  })
  const spansPerRequest = Math.round(learnt.spans / answers.length)
  if (contender.telemetry && spansPerRequest === 0)
    throw new Error(`${contender.name} exports no spans`)

  async function measureRound({ secondsPerRound }: Effort): Promise<Round> {
    const before = await count()
    const cpuBefore = await child.ask('cpuSeconds')
    const answered = await postFor({ url, body }, secondsPerRound)
    const wanted = {
      records: before.records + answered,
      spans: before.spans + answered * spansPerRequest,
    }
    // What is published and exported after the answer is part of its price.
    const lost = missing(wanted, await untilArrived(count, wanted))
    const cpuSeconds = (await child.ask('cpuSeconds')) - cpuBefore
    return {
      requestsPerCpuSecond: answered / cpuSeconds,
      answered,
      lostRecords: lost.records,
      lostSpans: lost.spans,
    }
  }
  const opened = undo.move()
  return {
    contender,
    spansPerRequest,
    measureRound,
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  }
}
