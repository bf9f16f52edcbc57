import { ROOT_CONTEXT, SpanKind, TraceFlags, trace } from '@opentelemetry/api'
import { SamplingDecision } from '@opentelemetry/sdk-trace'
import { expect, test } from 'vitest'
import { readTelemetryConfig } from './config.ts'
import { createSampler } from './sampler.ts'

const low = '00000000000000000000000000000001'
const high = 'ffffffff000000000000000000000000'

/** Whether a trace is kept that begins here, or whose caller has decided already. */
function isKept(env: Record<string, string>, traceId: string, parentFlags?: TraceFlags): boolean {
  const sampler = createSampler(readTelemetryConfig(env).sampler)
  const parent = { traceId, spanId: '0000000000000001', traceFlags: parentFlags ?? 0 }
  const context =
    parentFlags === undefined ? ROOT_CONTEXT : trace.setSpanContext(ROOT_CONTEXT, parent)
  const { decision } = sampler.shouldSample(context, traceId, 'x', SpanKind.INTERNAL, {}, [])
  return decision === SamplingDecision.RECORD_AND_SAMPLED
}

test.each([
  ['', [true, true, false]],
  ['always_on', [true, true, true]],
  ['always_off', [false, false, false]],
  ['parentbased_always_off', [false, true, false]],
  ['parentbased_always_on', [true, true, false]],
])('%j decides on a new trace, a kept one and a dropped one: %j', (name, decisions) => {
  const env = { OTEL_TRACES_SAMPLER: name }

  const flags = [undefined, TraceFlags.SAMPLED, TraceFlags.NONE]

  expect(flags.map((parent) => isKept(env, low, parent))).toEqual(decisions)
})

test('a ratio keeps some of the new traces, and with a parent what the caller decided', () => {
  const env = { OTEL_TRACES_SAMPLER: 'parentbased_traceidratio', OTEL_TRACES_SAMPLER_ARG: '0.5' }

  expect([isKept(env, low), isKept(env, high)]).toEqual([true, false])
  expect(isKept(env, high, TraceFlags.SAMPLED)).toBe(true)
  expect(isKept({ ...env, OTEL_TRACES_SAMPLER: 'traceidratio' }, high)).toBe(false)
})
