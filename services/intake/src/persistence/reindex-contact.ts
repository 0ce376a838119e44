import type { ContactIndex } from '#chassis/contact-index.js';
import type { Sealer } from '#chassis/sealer.js';
import type { RequestState } from '../domain/request-state.js';

/** The state with the blind index its phone has under the key of now; unchanged where it cannot be opened. */
export function reindexContact(state: RequestState, sealer: Sealer, index: ContactIndex): RequestState {
  const contact = sealer.open<{ contact?: { phone: string } }>(state.sealed)?.contact;
  return contact && !state.anonymous ? { ...state, contactIndex: index.of(contact.phone) } : state;
}
