import type { SpanStore } from '@tailspan/trace-testing'
import { expectedTrace } from '../demo/expected-trace.ts'
import { ask, type Protocol } from '../system/ask.ts'
import { isAccepted, isRequest } from '../traces/request-span.ts'
import { readRequestTrace } from '../traces/whole-trace.ts'
import { createPartProbe, type ProbeNeeds } from './probe-parts.ts'
import type { Runner } from './runner.ts'
import type { ShownSystem } from './shown-system.ts'
import { edgeUrl } from './start-report.ts'

type Around = {
  readonly protocol: Protocol
  readonly note: (words: string) => void
  /** Where parts are asked, when that is not loopback. */
  readonly reach?: ProbeNeeds['reach']
}

/** The system as far as a companion sees it. */
export type Shown = Omit<
  ShownSystem,
  'inspected' | 'timings' | 'failed' | `measure${string}` | 'stop'
> &
  Pick<Runner, 'readOnly' | 'recall'>

/** What a companion gets of the running system: no more than it needs. */
export function toRunner(system: Shown, { protocol, note, reach }: Around): Runner {
  const { mode, ports, mailUrl, kafkaBrokers, databaseUrl, store, logFolder, drive } = system
  const url = edgeUrl(system)
  const shown = { hasJaeger: system.tracePage !== undefined, hasDebug: mode === 'local' }
  return {
    mode,
    ports,
    edgeUrl: url,
    mailUrl,
    kafkaBrokers,
    databaseUrl,
    store,
    logFolder,
    drive,
    tracePage: system.tracePage,
    note,
    readOnly: system.readOnly,
    recall: system.recall,
    mailPage: `http://127.0.0.1:${ports.mail}`,
    parts: createPartProbe({ ports, protocol, ...shown, reach }),
    readTrace: (traceId) => readTrace(store, traceId),
    isRequest,
    askEdge: ({ path, ...question }) => ask({ ...question, url: `${url}${path}`, protocol }),
  }
}

// A request that was refused leaves no more than its own spans: nothing is missing.
function readTrace(store: SpanStore, traceId: string) {
  const trace = readRequestTrace(store, traceId, expectedTrace)
  const accepted = trace.spans.some((span) => isRequest(span) && isAccepted(span))
  return { ...trace, lacks: accepted ? trace.lacks : [], isAccepted: accepted }
}
