/** Where a record lies; offsets are text because they are longer than numbers. */
export type Place = {
  readonly topic: string
  readonly partition: number
  readonly offset: string
}

/** A place as it is written and typed: `orders/2@4711`. */
export function placeText({ topic, partition, offset }: Place): string {
  return `${topic}/${partition}@${offset}`
}

/** The place that a text names, if it names one. */
export function parsePlace(text: string | undefined): Place | undefined {
  const [, topic, partition, offset] = text?.match(/^([\w.-]+)\/(\d+)@(-?\d+)$/) ?? []
  if (!topic || !partition || !offset) return undefined
  return { topic, partition: Number(partition), offset }
}
