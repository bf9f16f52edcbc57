import { setTimeout as pause, setImmediate as turn } from 'node:timers/promises'
import { ROOT_CONTEXT, SpanKind, trace } from '@opentelemetry/api'
import { attributes, spanNames, telemetryActor, tracer } from '@tailspan/telemetry'
import { answerQuestions, cpuSeconds } from '../measure/answer-questions.ts'
import { recordSpans } from '../measure/tracing.ts'

const [spansPerSecond = '1', seconds = '1', way = 'export'] = process.argv.slice(2)
if (way === 'record') recordSpans()

const everyMs = 5
const spansPerTurn = 99
// What waits for its batch is exported within this time.
const tailMs = 1_200
const spansPerOrder = 3
let madeCount = 0

/** The three spans of an order that is taken and published, with their attributes. */
function makeSpans(): void {
  const server = tracer.startSpan('POST', {
    kind: SpanKind.SERVER,
    attributes: {
      [attributes.httpRequestMethod]: 'POST',
      [attributes.urlScheme]: 'http',
      [attributes.networkProtocolVersion]: '1.1',
    },
  })
  const request = trace.setSpan(ROOT_CONTEXT, server)
  const create = startMessageSpan('create', SpanKind.PRODUCER, request)
  const message = trace.setSpan(ROOT_CONTEXT, create)
  create.end()
  const send = startMessageSpan('send', SpanKind.CLIENT, message)
  server.updateName(spanNames.server('POST', '/orders'))
  server.setAttributes({
    [attributes.httpRoute]: '/orders',
    [attributes.httpResponseStatusCode]: 202,
    [attributes.requestOutcome]: 'completed',
  })
  server.end()
  send.setAttribute(attributes.messagingDestinationPartitionId, '1')
  send.end()
  madeCount += spansPerOrder
}

function startMessageSpan(
  operation: 'create' | 'send',
  kind: SpanKind,
  parent: typeof ROOT_CONTEXT,
) {
  const options = {
    kind,
    attributes: {
      [attributes.messagingSystem]: 'kafka',
      [attributes.messagingOperationName]: operation,
      [attributes.messagingOperationType]: operation,
      [attributes.messagingDestinationName]: 'orders',
      [attributes.messagingMessageId]: '0199c0de-0000-7000-8000-000000000000',
    },
  }
  return tracer.startSpan(spanNames[operation]('orders'), options, parent)
}

/**
 * Makes them steadily, whatever else the machine does. What it was kept from comes afterwards, with turns in
 * between, as requests would come.
 */
async function makeSteadily(): Promise<void> {
  const total = Number(seconds) * Number(spansPerSecond)
  const beginMs = performance.now()
  const due = () => (performance.now() - beginMs) * (Number(spansPerSecond) / 1_000)
  for (let count = 0; count < total; count += spansPerTurn) {
    if (due() < count) await pause(everyMs)
    else await turn()
    for (let made = 0; made < spansPerTurn; made += spansPerOrder) makeSpans()
  }
}

answerQuestions(0, {
  made: () => madeCount,
  /** The share of a core that it took. */
  async run() {
    const before = cpuSeconds()
    await makeSteadily()
    await pause(tailMs)
    return (cpuSeconds() - before) / Number(seconds)
  },
  async stop() {
    await telemetryActor().stop()
    return madeCount
  },
})
