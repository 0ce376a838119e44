import type { Profile } from '#profile/model.js';
import type { Names, Words } from './event-text.js';

const itself = (id: string): Words => ({ zh: id, en: id });

/** The names a practice gives its levels, categories and reasons. */
export function namesOfProfile(profile: Profile | undefined): Names {
  const levels = [...(profile?.levels ?? []), ...(profile?.beyond ? [profile.beyond] : [])];
  const codes = profile
    ? [
        ...profile.help.reasons,
        ...profile.returns.reasons,
        ...profile.pause.reasons,
        ...profile.closing.exceptionReasons,
      ]
    : [];
  return {
    level: (id) => levels.find((level) => level.id === id)?.title ?? itself(id),
    category: (id) => profile?.categories.find((category) => category.id === id)?.title ?? itself(id),
    reasonCode: (code) => codes.find((reason) => reason.code === code)?.title ?? itself(code),
  };
}
