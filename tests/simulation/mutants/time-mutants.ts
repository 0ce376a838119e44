import { mutantsOf } from './mutant.js';

/** Counting and firing. The store fires by a statement that a test of the product holds against `fireByTheBook`. */
export const TIME_MUTANTS = [
  ...mutantsOf('libs/working-time/src', [
    [
      'deadline-early-by-1-ms',
      'due-at.ts',
      'every deadline is due one millisecond too early',
      '    dueAt: at,\n    provisional:',
      '    dueAt: at - 1,\n    provisional:',
    ],
    [
      'next-day-not-left-out',
      'due-at.ts',
      'the day something happens is counted',
      "const nextDay = span.from === 'next-day';",
      "const nextDay = span.from === 'next-day' && span.unit !== 'days';",
    ],
    [
      'holidays-worked',
      'working-index.ts',
      'a holiday counts as a working day',
      "shapes[entry.day - first] = entry.kind === 'makeup' ? MAKEUP_SHAPE : CLOSED;",
      "if (entry.kind === 'makeup') shapes[entry.day - first] = MAKEUP_SHAPE;",
    ],
    [
      'closures-worked',
      'working-index.ts',
      'a day on which the office is closed counts',
      'shapes[day - first] = CLOSED;\n      named.set',
      'named.set',
    ],
    [
      'rest-by-the-wrong-clock',
      'pause.ts',
      'office time that was left is given back as elapsed time',
      "return time === 'working' ? afterWorkingMs(indexOf(context), at, remainingMs) : at + remainingMs;",
      "return time === 'working' && remainingMs < 0 ? afterWorkingMs(indexOf(context), at, remainingMs) : at + remainingMs;",
    ],
  ]),
  ...mutantsOf('services/escalation/test', [
    [
      'fires-early-by-1-ms',
      'fire-by-the-book.ts',
      'a deadline fires one millisecond before it is due',
      'isRunning(one) && one.dueAt <= now',
      'isRunning(one) && Date.parse(one.dueAt) <= Date.parse(now) + 1',
    ],
    [
      'fires-what-ended',
      'fire-by-the-book.ts',
      'a deadline fires that was met or struck off',
      'isRunning(one) && one.dueAt <= now',
      "one.state !== 'fired' && one.dueAt <= now",
    ],
    [
      'escalation-twice-by-deadline',
      'fire-by-the-book.ts',
      'two deadlines of one assignment both move it',
      ' && !isClimbing(next));',
      ');',
    ],
    [
      'report-lost',
      'fire-by-the-book.ts',
      'a deadline passes and nobody is told',
      'if (takesEffect) events.push(one.consequence!);',
      'if (takesEffect && (climb || events.length === 0)) events.push(one.consequence!);',
    ],
    [
      'climb-not-remembered',
      'fire-by-the-book.ts',
      'the store forgets that the assignment climbs',
      '...(climb && takesEffect ? { escalatedNumber: one.assignmentNumber } : {}),',
      '',
    ],
  ]),
];
