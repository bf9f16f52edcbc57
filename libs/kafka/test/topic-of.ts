/** A topic as the broker's metadata have it, all of its partitions led by one broker. */
export function topicOf(count: number, { name = 'orders', topicId = 'id', errorCode = 0 } = {}) {
  const partitions = Array.from({ length: count }, (_, partitionIndex) => {
    return { partitionIndex, leaderId: 1 }
  })
  return { name, topicId, errorCode, partitions, topicAuthorizedOperations: 0 }
}
