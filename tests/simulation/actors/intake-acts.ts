import { actorOf } from '#chassis/caller.js';
import { rejected } from '#decider/decision.js';
import type { Decide } from '#eventlog/input.js';
import { askClosingException } from '../../../services/intake/src/domain/ask-closing-exception.js';
import { confirmSolution } from '../../../services/intake/src/domain/confirm-solution.js';
import { decideClosingException } from '../../../services/intake/src/domain/decide-closing-exception.js';
import { disputeSolution } from '../../../services/intake/src/domain/dispute-solution.js';
import type { RequestState } from '../../../services/intake/src/domain/request-state.js';
import { submitRequest } from '../../../services/intake/src/domain/submit-request.js';
import { supplementRequest } from '../../../services/intake/src/domain/supplement-request.js';
import { withdrawRequest } from '../../../services/intake/src/domain/withdraw-request.js';
import { holds, isRequester, isStaffInScope } from '../../../services/intake/src/may-see.js';
import type { Act, ActKind, ActOf } from './act.js';
import type { Place, Said } from './commands.js';
import type { Life } from './life.js';

const KINDS = [
  'submit',
  'supplement',
  'withdraw',
  'dispute',
  'confirm',
  'ask_exception',
  'decide_exception',
] as const;
type IntakeAct = ActOf<(typeof KINDS)[number]>;

export const isIntakeAct = (act: Act): act is IntakeAct => (KINDS as readonly ActKind[]).includes(act.kind);

/** As intake's controllers and its RunAct run them. */
export function intakeAct(act: IntakeAct, life: Life, place: Place, said: Said): Decide<any, any> {
  const { by, sealed, seen } = said;
  const acted = { by: actorOf(by), sealed };
  const { assignmentNumber } = seen;
  switch (act.kind) {
    case 'submit':
      return submission(act, life, place);
    case 'supplement':
      return asRequester(said, (state) => supplementRequest(state, acted));
    case 'withdraw':
      return asRequester(said, (state, { now }) => withdrawRequest(state, acted, now));
    case 'dispute':
      return asRequester(said, (state) => disputeSolution(state, acted));
    case 'confirm':
      return asRequester(said, (state, context) =>
        confirmSolution(state, { ...acted, rating: act.rating }, context),
      );
    case 'ask_exception': {
      const asked = { ...acted, assignmentNumber, reasonCode: act.reasonCode };
      return asStaff(said, (state, context) =>
        state && !holds(by, state)
          ? rejected('not_your_assignment')
          : askClosingException(state, asked, context),
      );
    }
    case 'decide_exception': {
      const decision = {
        ...acted,
        assignmentNumber,
        approved: act.approved,
        deciderLevel: by.role === 'admin' ? null : (by.level ?? ''),
        supervises: by.role === 'supervisor',
      };
      return asStaff(said, (state, context) => {
        const asker = state?.state === 'resolved' ? state.exceptionAsked?.by : undefined;
        const same = act.sameOfficer && asker ? { by: { ...acted.by, id: asker } } : {};
        return decideClosingException(state, { ...decision, ...same }, context);
      });
    }
  }
}

type IntakeDecide = Decide<RequestState, any>;

const asRequester =
  ({ by }: Said, decide: IntakeDecide): IntakeDecide =>
  (state, context) =>
    state && !isRequester(by, state) ? rejected('request_not_found') : decide(state, context);

const asStaff =
  ({ by }: Said, decide: IntakeDecide): IntakeDecide =>
  (state, context) =>
    state && !isStaffInScope(by, state) ? rejected('request_not_found') : decide(state, context);

function submission({ submission: said }: ActOf<'submit'>, life: Life, place: Place): IntakeDecide {
  const { areaCode, category, urgency, channel, byOfficer, onTheSpot, hasContact, locale } = said;
  const { address, title, text } = said;
  const contact = hasContact ? { name: '张三', phone: '13800001234' } : undefined;
  const sealed = place.seal({
    title,
    text,
    ...(address ? { address } : {}),
    ...(contact ? { contact } : {}),
  });
  const { name, version } = place.profile;
  return (state, { now }) =>
    submitRequest(
      state,
      {
        requestId: life.id,
        serial: life.index,
        jurisdiction: place.jurisdiction,
        profile: { name, version },
        ...{ channel, areaCode, category, urgency, locale, onTheSpot, sealed },
        by: byOfficer
          ? { kind: 'officer', id: life.requesterId, level: place.profile.levels[0]!.id }
          : { kind: 'resident', id: life.requesterId, level: null },
        contactIndex: null,
        anonymous: false,
        onBehalf: false,
        proofOf: hasContact ? (number) => `proof-${number}` : null,
      },
      now,
    );
}
