import type { SpanStore } from '@tailspan/trace-testing'

/** How much is kept, and how much had to go. */
export function keptNote({ maxSpans, droppedCount }: SpanStore): string {
  const kept = `The newest ${maxSpans.toLocaleString('en')} spans are kept`
  return droppedCount === 0
    ? `${kept}.`
    : `${kept}; ${droppedCount.toLocaleString('en')} older ones are gone.`
}
