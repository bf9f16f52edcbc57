/** kafkajs throws the first error of an answer; the patch lets it carry the rest. */
export async function keepAnswer<T>(asked: Promise<T>): Promise<T> {
  try {
    return await asked
  } catch (error) {
    const { response } = error as { response?: T }
    if (response) return response
    throw error
  }
}
