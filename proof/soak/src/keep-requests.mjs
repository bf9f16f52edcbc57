// A leak to be found: preloaded into a service, it keeps every request and adds a listener to it that is never removed.
import { subscribe } from 'node:diagnostics_channel'

const kept = []
const keep = (message) => {
  const { request, stream } = message
  kept.push(message)
  ;(request ?? stream).on('never', () => {})
}
subscribe('http.server.request.start', keep)
subscribe('http2.server.stream.start', keep)
