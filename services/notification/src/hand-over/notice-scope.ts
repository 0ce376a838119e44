import type { Principal } from '#chassis/principal.js';

/** What of `notification.notice` a member of staff may see, as parameters of one fixed condition; null closes nothing. */
export interface NoticeScope {
  readonly office: string | null;
  /** A code that is the prefix of the notice's area. */
  readonly area: string | null;
}

/** @returns null where the caller may see nothing at all */
export function noticeScope({ role, office, area, jurisdiction }: Principal): NoticeScope | null {
  switch (role) {
    case 'officer':
      return office === null ? null : { office, area: jurisdiction };
    case 'supervisor':
      return area === null || !within(area, jurisdiction) ? null : { office: null, area };
    case 'admin':
    case 'monitor':
      return area !== null && !within(area, jurisdiction)
        ? null
        : { office: null, area: area ?? jurisdiction };
    case 'resident':
      return null;
  }
}

const within = (area: string, jurisdiction: string | null): boolean =>
  jurisdiction === null || area.startsWith(jurisdiction);

/** `$1` office, `$2` area. */
export const IN_SCOPE = `($1::text is null or n.office_code = $1) and ($2::text is null or starts_with(n.area_code, $2))`;
