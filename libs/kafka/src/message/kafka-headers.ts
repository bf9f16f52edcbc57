/** Kafka's own shape: a header may come several times, and arrives as bytes. */
export type KafkaHeaders = Readonly<Record<string, HeaderValue | undefined>>

/** One value, or several of the same name. */
export type HeaderValue = string | Buffer | readonly (string | Buffer)[]

/** The text of a header; of a repeated one the last, as Kafka's own clients do. */
export function headerText(headers: KafkaHeaders, name: string): string | undefined {
  const value = headers[name]
  const last = Array.isArray(value) ? value.at(-1) : value
  return last === undefined || last === null ? undefined : String(last)
}
