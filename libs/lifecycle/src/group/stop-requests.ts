/** Ctrl-C under npm arrives twice: from the terminal and from npm itself. */
const duplicateMs = 500

/** The first one asks to stop, a duplicate says nothing more, a second one wants no waiting. */
export type StopRequest = 'first' | 'duplicate' | 'second'

/**
 * Tells, at each request to stop, what it is.
 *
 * units: one that comes 500 ms or more after the first is a second one; what a busy process sees late is a duplicate
 */
export function tellStopRequests(): () => StopRequest {
  let next: StopRequest = 'first'
  const beLate = () => {
    next = 'second'
  }
  return () => {
    const request = next
    if (request === 'first') {
      next = 'duplicate'
      // Not by the clock: a busy process would exit before it has closed anything. Those that wait already are seen first.
      setTimeout(() => setImmediate(beLate), duplicateMs).unref()
    }
    return request
  }
}
