import type { Reason, Severity } from '#contracts/parts.js';
import type { Profile, TriageRule } from '#profile/model.js';
import type { Classifier, Content, Verdict } from './classifier.js';
import type { Stated } from './triage-state.js';

const RANK: Record<Severity, number> = { ordinary: 0, urgent: 1, emergency: 2 };
/** A word in the title says more than one in a long text. */
const TITLE_WEIGHT = 3;
/** What "general" states is nothing. */
const UNSTATED = 'general';

interface Match {
  readonly rule: TriageRule;
  readonly words: readonly string[];
  readonly weight: number;
}

/**
 * By the profile's words. A category the requester stated wins over words; among rules, the category with most words (those
 * of the title count threefold, the earlier rule wins a tie), except that an emergency's own category comes first. The
 * severity is the highest any rule gives; a requester may raise it to urgent, to emergency only where a rule says so too; an officer may say emergency.
 * What a rule calls an emergency is never declined: sending somebody away is the worse mistake.
 */
export const classifyByRules: Classifier = (profile, content, stated) => {
  const matches = profile.triage.rules.flatMap((rule): Match[] => {
    const match = matchOf(rule.when, content, stated);
    return match ? [{ rule, ...match }] : [];
  });
  const emergency = matches.find(({ rule }) => rule.then.severity === 'emergency');
  const declined = profile.triage.decline.find((rule) => matchOf(rule.when, content, stated));
  if (declined && !emergency)
    return {
      kind: 'declined',
      redirect: declined.redirect,
      reason: {
        rule: `triage.decline.${declined.id}`,
        facts: { words: wordsIn(declined.when, content) },
      },
    };
  const best =
    matches.find(({ rule }) => rule.then.severity === 'emergency' && rule.then.category) ??
    heaviestCategory(matches);
  const category =
    statedCategory(profile, stated) ?? best?.rule.then.category ?? unsortedEmergency(profile, stated);
  if (!category) return undecided(stated);
  return triaged(profile, category, best, matches, stated);
};

function triaged(
  profile: Profile,
  category: string,
  best: Match | undefined,
  matches: readonly Match[],
  stated: Stated,
): Verdict {
  const gravest = [...matches].sort((a, b) => RANK[severityOf(b.rule)] - RANK[severityOf(a.rule)])[0];
  const byRule = gravest ? severityOf(gravest.rule) : 'ordinary';
  const severity = raised(byRule, stated);
  const kinded = matches.find(({ rule }) => rule.then.kind);
  const placed = matches.find(({ rule }) => rule.then.entryLevel);
  const decisive = severity !== 'ordinary' && byRule !== 'ordinary' ? gravest : (kinded ?? best);
  const facts: Reason['facts'] = {
    category,
    severity,
    words: [...new Set(matches.flatMap(({ words }) => words))],
    ...(decisive?.rule.clause ? { clause: decisive.rule.clause } : {}),
    ...(stated.category ? { statedCategory: stated.category } : {}),
    ...(stated.urgency ? { statedUrgency: stated.urgency } : {}),
    // Why somebody who says "emergency" may find the request urgent only.
    ...(stated.urgency === 'emergency' ? { emergencyBackedBy: backing(byRule, stated) } : {}),
  };
  return {
    kind: 'triaged',
    classification: {
      category,
      severity,
      kind: kinded?.rule.then.kind ?? 'ordinary',
      entryLevel: placed?.rule.then.entryLevel ?? profile.triage.entryLevel,
    },
    reason: { rule: decisive ? `triage.rule.${decisive.rule.id}` : 'triage.stated', facts },
  };
}

const severityOf = (rule: TriageRule): Severity => rule.then.severity ?? 'ordinary';

/** What an officer calls an emergency does not wait in a queue for its category. */
const unsortedEmergency = (profile: Profile, { urgency, byOfficer }: Stated): string | undefined =>
  urgency === 'emergency' && byOfficer ? profile.triage.queue.fallback.category : undefined;

function raised(byRule: Severity, { urgency, byOfficer }: Stated): Severity {
  const allowed = urgency === 'emergency' && !byOfficer ? 'urgent' : (urgency ?? 'ordinary');
  return RANK[allowed] > RANK[byRule] ? allowed : byRule;
}

const backing = (byRule: Severity, { byOfficer }: Stated): 'rule' | 'officer' | null =>
  byRule === 'emergency' ? 'rule' : byOfficer ? 'officer' : null;

const statedCategory = (profile: Profile, { category }: Stated): string | undefined =>
  category !== UNSTATED && profile.categories.some(({ id }) => id === category)
    ? (category ?? undefined)
    : undefined;

function heaviestCategory(matches: readonly Match[]): Match | undefined {
  const weights = new Map<string, { match: Match; weight: number }>();
  for (const match of matches) {
    const { category } = match.rule.then;
    if (!category) continue;
    const known = weights.get(category);
    weights.set(category, { match: known?.match ?? match, weight: (known?.weight ?? 0) + match.weight });
  }
  let best: { match: Match; weight: number } | undefined;
  for (const candidate of weights.values()) if (!best || candidate.weight > best.weight) best = candidate;
  return best?.match;
}

/** Every part that is stated must hold; the weight is that of the words found, 1 for a rule without words. */
function matchOf(
  when: TriageRule['when'],
  content: Content,
  stated: Stated,
): { words: string[]; weight: number } | null {
  if (when.category && !when.category.includes(stated.category ?? '')) return null;
  if (when.channel && !when.channel.includes(stated.channel)) return null;
  if (when.urgency && !when.urgency.some((urgency) => urgency === stated.urgency)) return null;
  if (!when.words) return { words: [], weight: 1 };
  const words = wordsIn(when, content);
  if (words.length === 0) return null;
  const inTitle = words.filter((word) => content.title.includes(word)).length;
  return { words, weight: words.length + inTitle * (TITLE_WEIGHT - 1) };
}

function wordsIn({ words = [], lead }: TriageRule['when'], { title, text }: Content): string[] {
  const read = `${title}\n${lead === undefined ? text : text.slice(0, lead)}`;
  return words.filter((word) => read.includes(word));
}

const undecided = (stated: Stated): Verdict => ({
  kind: 'undecided',
  reason: {
    rule: 'triage.no_rule_decides',
    facts: stated.category ? { statedCategory: stated.category } : {},
  },
});
