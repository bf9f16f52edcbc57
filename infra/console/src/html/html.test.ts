import { expect, test } from 'vitest'
import { html } from './html.ts'

const hostile = `<img src=x onerror="alert(1)">'&`

test('a value is text, between tags and in an attribute', () => {
  const { text } = html`<p title="${hostile}">${hostile}</p>`

  const escaped = '&lt;img src=x onerror=&quot;alert(1)&quot;&gt;&#39;&amp;'
  expect(text).toBe(`<p title="${escaped}">${escaped}</p>`)
})

test('templates nest, lists are joined, what is undefined is left out', () => {
  const { text } =
    html`<ul>${['a', 'b'].map((one) => html`<li>${one}</li>`)}${undefined}${null}</ul>`

  expect(text).toBe('<ul><li>a</li><li>b</li></ul>')
})

test('an attribute that is a claim is there or not', () => {
  const button = (off: boolean) => html`<button class="x" ?disabled=${off}>Go</button>`.text

  expect(button(true)).toBe('<button class="x" disabled>Go</button>')
  expect(button(false)).toBe('<button class="x">Go</button>')
})

test('a value in an attribute without quotes is refused', () => {
  expect(() => html`<p title=${hostile}></p>`).toThrow('quote the value')
})

test('an object with a text of its own is no markup', () => {
  expect(html`${{ text: '<b>', toString: () => '<i>' }}`.text).toBe('&lt;i&gt;')
})
