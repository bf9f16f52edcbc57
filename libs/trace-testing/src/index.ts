export { createStoreExporter, type StoreExporter } from './in-process/create-store-exporter.ts'
export type { SdkSpan } from './in-process/sdk-span.ts'
export { decodeJson } from './otlp/decode-json.ts'
export type { Decoded } from './otlp/decoded.ts'
export { findSpan, findSpans, SpanNotFound } from './pattern/find-span.ts'
export { hasSpanTree } from './pattern/has-span-tree.ts'
export { formatSpanTree, NotationError } from './pattern/notation.ts'
export type { SpanPattern, SpanShape } from './pattern/span-shape.ts'
export type { SpanSource } from './pattern/span-source.ts'
export type { Fault, Signal } from './receiver/handle-export.ts'
export { type Receiver, type ReceiverOptions, startReceiver } from './receiver/start-receiver.ts'
export type {
  Attributes,
  AttributeValue,
  Span,
  SpanEvent,
  SpanKind,
  SpanLink,
  SpanStatus,
} from './span.ts'
export { SpanStore, type Trace, type WaitOptions } from './span-store.ts'
export { TraceTimeout } from './trace-timeout.ts'
export { buildTree } from './tree/build-tree.ts'
export type { RootReason, TraceNode, TraceTree, TreeLink } from './tree/trace-tree.ts'
export { walkTree } from './tree/walk-tree.ts'
export { formatDuration } from './waterfall/format-duration.ts'
export type { RenderOptions } from './waterfall/picture.ts'
export { type Bar, type PlotRow, plotTrace, type TracePlot } from './waterfall/plot-trace.ts'
export { renderTrace } from './waterfall/render-trace.ts'
