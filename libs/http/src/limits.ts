/**
 * What a client may take before it is refused.
 *
 * units: sizes in bytes, times in milliseconds
 */
export type Limits = {
  /** A larger body is answered with 413. */
  readonly bodyBytes: number
  /** Larger header fields are answered with 431. */
  readonly headerBytes: number
  /** From the first byte of a connection or request to the end of its header fields. */
  readonly headersTimeoutMs: number
  /** From the moment a body is asked for to its end; answered with 408. */
  readonly bodyTimeoutMs: number
  /** A connection without a request is closed after this time; HTTP/1.1 clients are told a second less. */
  readonly idleTimeoutMs: number
  /** From the header fields to the end of the answer; then the signal is aborted with DeadlineExceeded. */
  readonly requestTimeoutMs: number
  /**
   * More requests at a time are answered with 503 and Retry-After; each counts until its handler has returned, also
   * where its client has left.
   */
  readonly concurrentRequests: number
  /** Event streams at a time; they do not count as requests, and more are answered with 503. */
  readonly eventStreams: number
  /** An older event stream is ended, and its client reconnects: no stream outlives a deployment. */
  readonly eventStreamAgeMs: number
  /** Streams per HTTP/2 connection. */
  readonly concurrentStreams: number
}

/** What holds where a server does not say otherwise. */
export const defaultLimits: Limits = Object.freeze({
  bodyBytes: 65_536,
  headerBytes: 16_384,
  headersTimeoutMs: 5_000,
  bodyTimeoutMs: 5_000,
  idleTimeoutMs: 15_000,
  requestTimeoutMs: 10_000,
  concurrentRequests: 1_000,
  eventStreams: 2_000,
  eventStreamAgeMs: 600_000,
  concurrentStreams: 128,
})
