import { TailspanError } from '@tailspan/errors'

/** The answer was written to its end; whatever still uses the request's signal is cancelled. */
export class RequestFinished extends TailspanError {
  constructor() {
    super('request-finished', 'internal', 'the answer to this request was already written')
  }
}

/** The client left before the answer was complete (nginx calls it 499). */
export class ClientClosedRequest extends TailspanError {
  constructor() {
    super('client-closed-request', 'unavailable', 'the client left before the answer was complete')
  }
}

/** The time for this request is over. */
export class DeadlineExceeded extends TailspanError {
  constructor() {
    super('deadline-exceeded', 'unavailable', 'the request took too long')
  }
}

/** The server stops and could not wait any longer for this request. */
export class ServerShutdown extends TailspanError {
  constructor() {
    super('server-shutdown', 'unavailable', 'the server is shutting down')
  }
}

// Constants: the stack of an error made in an event handler of `res` holds the request until
// somebody reads it. Made here, their stacks hold nothing but this file.
export const requestFinished = new RequestFinished()
export const clientClosedRequest = new ClientClosedRequest()
export const deadlineExceeded = new DeadlineExceeded()
export const serverShutdown = new ServerShutdown()
