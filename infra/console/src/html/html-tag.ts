/**
 * The tag of a view's templates: `html` of this folder on the server, `html` of lit in the browser.
 *
 * shape: attributes with a value in them are quoted, `class="${name}"`; `?disabled=${claim}` is there or not;
 *        what is undefined is left out
 */
export type HtmlTag = (strings: TemplateStringsArray, ...values: readonly unknown[]) => unknown

/** What a view is given besides its data: what this reader has folded up; nothing on the server. */
export type ViewState = { readonly folded: ReadonlySet<string> }

/** Draws the data of a page, on the server and in the browser alike. */
export type View<Data> = (html: HtmlTag, data: Data, view: ViewState) => unknown
