// Run with --experimental-eventsource: watches an order as a browser does, and prints the events that arrive.
const [url = ''] = process.argv.slice(2)
const source = new EventSource(url)
const print = (line: string) => process.stdout.write(`${line}\n`)
let openedCount = 0
source.addEventListener('open', () => {
  openedCount += 1
  if (openedCount === 2) print('reconnected')
})
for (const type of ['order.placed', 'order.confirmed'])
  source.addEventListener(type, (event) => print(`${type} ${(event as MessageEvent).lastEventId}`))
source.addEventListener('error', () => {
  if (source.readyState === EventSource.CLOSED) print('closed')
})
// Node's EventSource does not keep its process alive between two connections.
setInterval(() => {}, 60_000)
