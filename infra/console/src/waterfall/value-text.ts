import type { AttributeValue } from '@tailspan/trace-testing'

/** An attribute's value as text; bytes as hexadecimal digits. */
export function toValueText(value: AttributeValue): string {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex')
  if (typeof value !== 'object' || value === null) return String(value)
  return JSON.stringify(value, (_, one) =>
    typeof one === 'bigint' || one instanceof Uint8Array ? toValueText(one) : one,
  )
}
