import type { Actor } from '#contracts/parts.js';

export const system: Actor = { kind: 'system', id: null, level: null };
