import { doorOpen } from '#chassis/door.js';

export const open = doorOpen;
