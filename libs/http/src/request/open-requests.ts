import type { OpenRequest } from './open-request.ts'

/** The requests of one server that are not over yet. */
export type OpenRequests = Set<OpenRequest>
