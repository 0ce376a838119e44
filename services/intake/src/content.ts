export interface Person {
  readonly name: string;
  readonly phone?: string;
}

/** What is sealed of a request: what was said, by whom, where. */
export interface Content {
  readonly title?: string;
  readonly text: string;
  readonly address?: string;
  readonly location?: { readonly lat: number; readonly lon: number };
  readonly contact?: { readonly name: string; readonly phone: string };
  readonly onBehalfOf?: string | Person;
  readonly solution?: string;
}
