/** Clients throw for the first error of an answer; what they throw carries the rest, in kafkajs by our patch. */
export async function keepAnswer<T>(asked: Promise<T>): Promise<T> {
  try {
    return await asked
  } catch (error) {
    const { response } = error as { response?: T }
    if (response) return response
    throw error
  }
}
