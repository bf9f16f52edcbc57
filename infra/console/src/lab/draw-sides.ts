import type { ComparedSide } from '@tailspan/exercises'
import type { Span, SpanStore } from '@tailspan/trace-testing'
import type { Waterfall } from '../views/waterfall-data.ts'
import { readFamily } from '../waterfall/read-family.ts'
import { toWaterfall } from '../waterfall/to-waterfall.ts'
import type { Side } from './comparison-runs.ts'

type Sides = Readonly<Partial<Record<Side, ComparedSide>>>

/** One order of each side, both on one time axis that begins with the order. */
export function drawSides(store: SpanStore, sides: Sides): Partial<Record<Side, Waterfall>> {
  const left = spansOf(store, sides.left)
  const right = spansOf(store, sides.right)
  const shifted = shift(right, startOf(left) - startOf(right))
  const all = [...left, ...shifted]
  if (all.length === 0) return {}
  const whole = toWaterfall(all, { of: '', selected: null })
  const part = (spans: readonly Span[]): Waterfall | undefined => {
    const ids = new Set(spans.map(({ traceId }) => traceId))
    const groups = whole.groups.filter(({ traceId }) => ids.has(traceId))
    return groups.length > 0 ? { ...whole, groups, answer: answerOf(whole, groups) } : undefined
  }
  const pictures = { left: part(left), right: part(right) }
  return Object.fromEntries(Object.entries(pictures).filter(([, picture]) => picture))
}

/** Each side has its own answer: where its first span ended. */
function answerOf({ answer }: Waterfall, [first]: Waterfall['groups']): Waterfall['answer'] {
  const root = first?.rows[0]
  return answer && root && { name: root.name, at: root.runs.x + root.runs.width }
}

function spansOf(store: SpanStore, side: ComparedSide | undefined): readonly Span[] {
  return [...new Set(side?.shown.flatMap((id) => readFamily(store, id)) ?? [])]
}

function startOf(spans: readonly Span[]): bigint {
  const [first] = spans.toSorted((a, b) => (a.startNs < b.startNs ? -1 : 1))
  return first?.startNs ?? 0n
}

function shift(spans: readonly Span[], byNs: bigint): readonly Span[] {
  return spans.map((span) => ({
    ...span,
    startNs: span.startNs + byNs,
    endNs: span.endNs + byNs,
  }))
}
