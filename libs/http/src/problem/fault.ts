/** One thing that is wrong with a body; `pointer` is an RFC 6901 pointer into it, such as `#/lines/0/quantity`. */
export type Fault = { readonly pointer: string; readonly detail: string }
