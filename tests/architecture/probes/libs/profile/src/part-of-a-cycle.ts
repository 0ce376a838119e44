import { here } from './no-cycle.js';

export const there = (): string => here();
