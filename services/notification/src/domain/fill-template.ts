import type { NoticeRule, Profile } from '#profile/model.js';
import { PLACEHOLDERS, type Placeholder } from '#profile/placeholders.js';
import type { NotificationContext } from './context.js';
import { formatUntil } from './format-until.js';
import type { Facts, Recipient, RequestState } from './request-state.js';

const UNKNOWN = '—';
const SOMEBODY = { zh: '经办人', en: 'the officer on duty' };

export type Language = 'zh' | 'en';

export const languageFor = (state: RequestState, recipient: Recipient): Language =>
  recipient === 'resident' && state.locale === 'en' ? 'en' : 'zh';

/** Whether the words can be said already, with what is known of the holder and the date. */
export function canBeSaid(
  { text }: NoticeRule,
  recipient: Recipient,
  facts: Facts,
  { holder, until }: RequestState,
): boolean {
  const words = Object.values(text[recipient] ?? {}).join();
  const asked = PLACEHOLDERS.filter((name) => words.includes(`{${name}}`));
  return asked.every((name) => {
    if (name === 'until') return facts.until !== undefined || until !== null;
    if (name === 'level') return facts.level !== undefined || holder !== null;
    return name === 'number' || name === 'redirect' || holder !== null;
  });
}

/** The notice's words, filled in; what nobody knows is a dash. */
export function fillTemplate(
  { text }: NoticeRule,
  recipient: Recipient,
  facts: Facts,
  state: RequestState,
  context: NotificationContext,
): string {
  const language = languageFor(state, recipient);
  const { holder } = state;
  const officer = context.open(holder?.sealed ?? null);
  const until = facts.until ?? state.until;
  const values: Record<Placeholder, string | null> = {
    number: state.number,
    office: holder?.office.name ?? null,
    officer: holder && (textOf(officer?.['officerName']) ?? SOMEBODY[language]),
    phone: textOf(officer?.['officerPhone']),
    until: until && formatUntil(until, language),
    level: titleOf(context.profileOf(state.profile), facts.level ?? holder?.level, language),
    redirect: facts.redirect?.[language] ?? null,
  };
  return (text[recipient]?.[language] ?? '').replace(
    /\{(\w+)\}/g,
    (_, name: string) => values[name as Placeholder] ?? UNKNOWN,
  );
}

const textOf = (value: unknown): string | null => (typeof value === 'string' && value ? value : null);

function titleOf(profile: Profile, id: string | undefined, language: Language): string | null {
  if (profile.beyond && profile.beyond.id === id) return profile.beyond.title[language];
  return profile.levels.find((level) => level.id === id)?.title[language] ?? null;
}
