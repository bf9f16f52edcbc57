export { type EventData, type EventsOf, type EventType, events, jobAccepted } from './events.ts'
export { type JobReceipt, type JobRequest, jobReceipt, jobRequest } from './requests.ts'
export { baggageKeys, type Topic, topics } from './topics.ts'
