import type { Profile } from '#profile/model.js';
import { rungsOf } from '../../../services/assignment/src/domain/rungs.js';
import type { Principal } from '#chassis/principal.js';
import type { Who } from './act.js';

/** The holding an actor thinks of. */
export interface HeldBy {
  readonly level: string;
  readonly areaCode: string;
  readonly officeCode: string;
  readonly officerId: string;
}

const resident = (sub: string, jurisdiction: string): Principal => ({
  ...{ sub, role: 'resident', jurisdiction, level: null, area: null, office: null },
});

/** The token of whoever acts. */
export function principalOf(
  who: Who,
  {
    requesterId,
    held,
    profile,
    jurisdiction,
  }: {
    readonly requesterId: string;
    readonly held: HeldBy | null;
    readonly profile: Profile;
    readonly jurisdiction: string;
  },
): Principal {
  if (who === 'resident') return resident(requesterId, jurisdiction);
  if (who === 'stranger' || (!held && who !== 'admin')) return resident('somebody-else', jurisdiction);
  if (who === 'admin' || !held)
    return { ...resident('admin', jurisdiction), role: 'admin', area: jurisdiction };
  const { level, areaCode: area, officeCode: office, officerId: sub } = held;
  const officer: Principal = { sub, role: 'officer', jurisdiction, level, area, office };
  const rungs = rungsOf(profile);
  const at = rungs.findIndex(({ id }) => id === level);
  switch (who) {
    case 'holder':
      return officer;
    case 'colleague':
      return { ...officer, sub: 'colleague', office: `${office}-next-door` };
    case 'equal':
      return { ...officer, sub: 'equal', role: 'supervisor', office: 'equal' };
    case 'above':
      return {
        ...officer,
        sub: 'supervisor',
        role: 'supervisor',
        level: rungs[at + 1]?.id ?? level,
        office: 'above',
        area: at + 1 < rungs.length ? area.slice(0, rungs[at + 1]!.codeLength ?? jurisdiction.length) : area,
      };
    case 'below':
      return {
        ...officer,
        sub: 'below',
        role: 'supervisor',
        level: rungs[at - 1]?.id ?? 'nowhere',
        office: 'below',
      };
  }
}
