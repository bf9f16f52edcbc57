import { type Context, ROOT_CONTEXT } from '@opentelemetry/api'

/**
 * A context that adds one value to another one.
 *
 * The context of the API copies all values at each change and weighs 500 bytes; of detached contexts
 * there may be ten thousand, each with three or four values.
 */
export class LinkedContext implements Context {
  readonly #rest: Context
  readonly #key: symbol
  readonly #value: unknown

  constructor(rest: Context, key: symbol, value: unknown) {
    this.#rest = rest
    this.#key = key
    this.#value = value
  }

  getValue(key: symbol): unknown {
    return key === this.#key ? this.#value : this.#rest.getValue(key)
  }

  setValue(key: symbol, value: unknown): Context {
    // The new owner's span takes the place of the one before instead of lying on top of it.
    return new LinkedContext(key === this.#key ? this.#rest : this, key, value)
  }

  deleteValue(key: symbol): Context {
    return this.setValue(key, undefined)
  }
}

/** Nothing at all; contexts that are made from it stay small, and are cheap to add a value to. */
export const emptyContext: Context = new LinkedContext(ROOT_CONTEXT, Symbol('empty'), undefined)
