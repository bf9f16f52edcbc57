/** The client throws for the first error of an answer, and keeps the answer in what it throws. */
export async function keepAnswer<T>(asked: Promise<T>): Promise<T> {
  try {
    return await asked
  } catch (error) {
    const { response } = error as { response?: T }
    if (response) return response
    throw error
  }
}
