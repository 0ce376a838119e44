/** A statement, not a part of one in parentheses, that answers with whatever columns a table has. */
const STARRED = /(?<!\()\bselect (?:\w+\.)?\* from (?:\w+|\$\{[^}]+\})\.\w+/g;

/**
 * Statements that answer with every column of a table. A migration that adds one changes what they answer, and PostgreSQL then
 * refuses them on every connection on which they were prepared before.
 */
export const starredStatementsIn = (text: string): string[] =>
  [...text.matchAll(STARRED)].map(([statement]) => statement);
