import { expect, test } from 'vitest'
import {
  brokers,
  duration,
  host,
  mailbox,
  peerUrl,
  readConfig,
  serviceSettings,
  smtpUrl,
} from '../index.ts'

test.each([
  ['kafka:9092', ['kafka:9092']],
  ['[::1]:9092', ['[::1]:9092']],
  [
    'a.example:9092, 10.0.0.1:9093,[fe80::1]:9094',
    ['a.example:9092', '10.0.0.1:9093', '[fe80::1]:9094'],
  ],
  ['my_host-1:65535', ['my_host-1:65535']],
])('W2 the brokers %s are good', (value, expected) => {
  expect(brokers(value)).toEqual(expected)
})

test.each([
  ['kafka', 'must have a port for each host, such as kafka:9092'],
  ['[::1]', 'must have a port for each host, such as kafka:9092'],
  ['kafka:', 'must have a port from 1 to 65535'],
  ['kafka:0', 'must have a port from 1 to 65535'],
  ['kafka:65536', 'must have a port from 1 to 65535'],
  ['kafka:http', 'must have a port from 1 to 65535'],
  [':9092', 'must name a host'],
  ['kafka:9092,', 'must have a host:port between its commas'],
  ['kafka:9092;other:9092', 'must have IPv6 addresses in brackets, such as [::1]:9092'],
  ['::1:9092', 'must have IPv6 addresses in brackets, such as [::1]:9092'],
  ['[::1:9092', 'must name a host'],
  ['[x]:9092', 'must have an IPv6 address between its brackets'],
  ['kafka://kafka:9092', 'must be host:port without a protocol before it'],
  ['user:hidden@kafka:9092', 'must be a list of host:port, separated by commas'],
  ['256.0.0.1:9092', 'must name a host by its name or address'],
  ['kafka..example:9092', 'must name a host by its name or address'],
  [`${'k'.repeat(64)}:9092`, 'must name a host by its name or address'],
  [`${'kafka.'.repeat(50)}example:9092`, 'must name a host by its name or address'],
  ['kafka:9092/topic', 'must be a list of host:port, separated by commas'],
  ['kafka:9092 other:9092', 'must be a list of host:port, separated by commas'],
])('W2 the brokers %s are refused: %s', (value, text) => {
  expect(() => brokers(value)).toThrow(text)
})

test.each([
  'smtp://mail:1025',
  'smtps://mail',
  'smtp://shop:p%40ss@[::1]:587/',
  'smtp://shop:a@mail?requireTLS=true&tls.rejectUnauthorized=false',
  'smtp://mail/?name=shop.example&authMethod=login&tls.minVersion=TLSv1.3',
])('W2 the mail server %s is good', (value) => {
  expect(smtpUrl(value)).toBe(value)
})

test.each([
  ['mail:25', 'smtp:// or smtps://'],
  ['http://mail', 'smtp:// or smtps://'],
  ['smtp://', 'name a host'],
  ['smtp://mail:0', 'a port from 1 to 65535'],
  ['smtp://mail:99999', 'a port from 1 to 65535'],
  ['smtp://shop:hid#den@mail', '# encoded'],
  ['smtp://shop:hid/den@mail', '/ and ?'],
  ['smtp://shop:hid@den@mail', '@ of user'],
  ['smtp://shop:hid%den@mail', '% encoded'],
  ['smtp://shop@mail', 'both user and password'],
  ['smtp://:hidden@mail', 'both user and password'],
  ['smtp://mail/path', 'no path'],
  ['smtp://mail?host=other', 'no parameters but secure'],
  ['smtp://mail?logger=true&debug=true', 'no parameters but secure'],
  ['smtp://mail?socketTimeout=5s', 'no parameters but secure'],
  ['smtp://mail?hidden=den', 'no parameters but secure'],
  ['smtp://mail?__proto__.x=1', 'no parameters but secure'],
  ['smtp://mail?requireTLS=hidden', 'true or false as requireTLS'],
  ['smtp://mail?tls.minVersion=hidden', 'another value as tls.minVersion'],
  ['smtp://mail?secure=true&secure=false', 'secure once'],
  ['smtp://shop:hid%00den@mail', 'no %00'],
])('W2 the mail server %s is refused: %s', (value, text) => {
  expect(() => smtpUrl(value)).toThrow(text)
  expect(() => smtpUrl(value)).not.toThrow(/hid|den/)
})

test.each([
  'shop@example.com',
  'Shop <shop@example.com>',
  'Käse & Söhne <shop@example.com>',
  '"Shop, Ltd: \\"the\\" <best>" <shop@example.com>',
  '<shop@example.com>',
])('W2 mails can be sent from %s', (value) => {
  expect(mailbox(value)).toBe(value)
})

test.each([
  'shop',
  'Shop, Ltd <shop@example.com>',
  'Shop: shop@example.com;',
  'shop@example.com (Shop)',
  'sh,op@example.com',
  'Shop\t\0 <shop@example.com>',
  'Shop <shop@example.com>\r\nBcc: all@example.com',
  'a@example.com, b@example.com',
])('W2 mails cannot be sent from %j', (value) => {
  expect(() => mailbox(value)).toThrow(/^must be a mail address/)
})

test.each([
  ['http://inventory:8081', 'http://inventory:8081'],
  ['https://shop.example/inventory/', 'https://shop.example/inventory'],
  ['http://[::1]:8081', 'http://[::1]:8081'],
  ['http://inventory:6000', 'http://inventory:6000'],
])('W2 the peer %s is good', (value, expected) => {
  expect(peerUrl(value)).toBe(expected)
})

test.each([
  ['inventory:8081', 'http:// or https://'],
  ['postgres://inventory', 'http:// or https://'],
  ['http://', 'name a host'],
  ['http://inventory:0', 'a port from 1 to 65535'],
  ['http://inventory:65536', 'a port from 1 to 65535'],
  ['http://shop:hidden@inventory', 'neither user nor password'],
  ['http://inventory/?x=1', 'no ? may follow'],
  ['http://inventory/#x', '# encoded'],
  ['http://inventory /', 'blank'],
  ['http://a,b', 'one host'],
])('W2 the peer %s is refused: %s', (value, text) => {
  expect(() => peerUrl(value)).toThrow(text)
})

test.each([
  ['596h', 2_145_600_000],
  ['2147483647ms', 2_147_483_647],
  ['0s', 0],
])('L6 %s is a duration', (value, ms) => {
  expect(duration(value)).toBe(ms)
})

test.each([
  '2147483648ms',
  '597h',
  '600h',
  '99999999999999999999h',
  '-1s',
  '1.5s',
  '1e3ms',
  '8',
  ' 8s',
  '∞s',
])('L6 %s is a wrong setting, not a timer that fires at once', (value) => {
  expect(() => duration(value)).toThrow(/^must be /)
})

const service = (env: Record<string, string>) =>
  readConfig(serviceSettings({ http: 1, debug: 2 }), env)

test('L6 a drain of no time is refused, a delay of no time is not', () => {
  expect(() => service({ DRAIN: '0s', DRAIN_DELAY: '0s' })).toThrow(
    /^settings: DRAIN must be longer than 0$/,
  )
  expect(() => service({ DRAIN: '600h', DRAIN_DELAY: '600h' })).toThrow(/DRAIN .*; DRAIN_DELAY /)
})

test.each([
  ['0.0.0.0', '0.0.0.0'],
  ['::', '::'],
  ['[::1]', '::1'],
  ['localhost', 'localhost'],
])('W2 %s can be listened on', (value, expected) => {
  expect(host(value)).toBe(expected)
})

test.each(['http://localhost', 'localhost:8080', '127.0.0.1/8', 'a b', '[::1]:80'])(
  'W2 %s cannot be listened on',
  (value) => {
    expect(() => host(value)).toThrow(/^must /)
  },
)

test('L6 W2 ports are whole numbers in their range, all wrong ones are named at once', () => {
  const read = () => service({ HTTP_PORT: '65536', DEBUG_PORT: '-1', HTTP_HOST: 'a b', DRAIN: '8' })

  expect(read).toThrow(/HTTP_HOST .*; HTTP_PORT .*; DEBUG_PORT .*; DRAIN /)
})

test.each([
  ['shop@example.com', true],
  ['The shop <shop@example.com>', true],
  ['shop', false],
  ['shop@', false],
  ['a@b@c', false],
  ['shop@example.com\nBcc: x@y.example', false],
])('W2 whether mails can be sent from %j: %s', (value, isGood) => {
  const read = () => mailbox(value)

  if (isGood) expect(read()).toBe(value)
  else expect(read).toThrow(/^must be a mail address/)
})
