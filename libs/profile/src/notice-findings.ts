import type { Finding } from './fault.js';
import { PLACEHOLDERS } from './placeholders.js';
import { type Place, placesAt, textsAt } from './places.js';

/** Notices that could not be sent as written, or would be sent twice. */
export function noticeFindings(profile: unknown): Finding[] {
  const notices = placesAt(profile, 'notices/*');
  return [...placeholders(profile), ...notices.flatMap(untold), ...sentTwice(notices)];
}

const placeholders = (profile: unknown): Finding[] =>
  textsAt(profile, 'notices/*/text/*/*').flatMap(({ path, value }) =>
    [...value.matchAll(/\{(\w+)\}/g)]
      .filter(([, name]) => !(PLACEHOLDERS as readonly string[]).includes(name!))
      .map(([whole]) => ({
        path,
        zh: `没有这个占位符 ${whole}`,
        en: `no such placeholder ${whole}`,
        hint: `可用 / known: ${PLACEHOLDERS.map((p) => `{${p}}`).join(' ')}`,
      })),
  );

const untold = ({ path, value }: Place): Finding[] =>
  textsAt(value, 'to/*')
    .filter((recipient) => placesAt(value, `text/${recipient.value}`).length === 0)
    .map((recipient) => ({
      path: `${path}/text`,
      zh: `没有给 ${recipient.value} 的文字`,
      en: `no words for ${recipient.value}`,
      hint: `写上 text.${recipient.value} / add it`,
    }));

/** The same recipient, event, purpose and assignment: every notice goes out once. */
function sentTwice(notices: readonly Place[]): Finding[] {
  const seen = new Set<string>();
  return notices.flatMap(({ path, value }) => {
    const one = (field: string): string => textsAt(value, field)[0]?.value ?? '';
    const reach = one('assignments') ? [one('assignments')] : ['first', 'later'];
    const keys = textsAt(value, 'to/*').flatMap((to) =>
      reach.map((which) => [one('purpose'), one('on'), to.value, which].join(' ')),
    );
    const again = keys.find((key) => seen.has(key));
    for (const key of keys) seen.add(key);
    return again === undefined
      ? []
      : [
          {
            path,
            zh: `同一通知写了两次(${again})`,
            en: `this notice stands twice (${again})`,
            hint: '合并或用 assignments 区分 / merge them, or tell them apart by assignments',
          },
        ];
  });
}
